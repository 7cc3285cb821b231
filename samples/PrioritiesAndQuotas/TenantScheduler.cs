using System.Collections.Concurrent;
using BatchJobs.Scheduling;

namespace PrioritiesAndQuotas;

/// <summary>Higher priorities first, and within one priority who came first; no tenant holds more places than its quota.</summary>
/// <remarks>A tenant is a namespace, a priority is <c>spec.priority</c> of the pod.</remarks>
internal sealed class TenantScheduler : IPodScheduler
{
    private readonly ConcurrentDictionary<string, int> quotas = new(StringComparer.Ordinal);

    /// <summary>Says how many pods a tenant may run at once; one of which nothing is said runs none.</summary>
    public void SetQuota(string tenant, int pods) => quotas[tenant] = pods;

    public void Schedule(SchedulingCycle cycle)
    {
        PodNode node = cycle.Nodes[0];
        Dictionary<string, int> used = cycle.Running
            .GroupBy(pod => pod.Request!.Job.Namespace)
            .ToDictionary(tenant => tenant.Key, tenant => tenant.Count());

        // The order of equals stays as they came, since sorting is stable.
        foreach (WaitingPod pod in cycle.Waiting.OrderByDescending(pod => pod.Request.Spec.Priority ?? 0))
        {
            string tenant = pod.Request.Job.Namespace;
            int quota = quotas.GetValueOrDefault(tenant);
            if (used.GetValueOrDefault(tenant) >= quota)
            {
                cycle.Explain(pod, $"Tenant {tenant} has used up its quota of {quota} pods.");
            }
            else if (cycle.FreeOn(node) > 0)
            {
                cycle.Bind(pod, node);
                used[tenant] = used.GetValueOrDefault(tenant) + 1;
            }
        }
    }
}

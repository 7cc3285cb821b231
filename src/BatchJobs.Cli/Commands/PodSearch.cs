using System.Runtime.CompilerServices;
using BatchJobs.Client;
using BatchJobs.Specs;

namespace BatchJobs.Cli.Commands;

/// <summary>Finds pods without being told their Job.</summary>
internal static class PodSearch
{
    public static async IAsyncEnumerable<(Job Job, JobPod Pod)> AllAsync(VerbContext context, JobListOptions options, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (Job job in context.Jobs.ListAllAsync(options, context.CancellationToken))
        {
            foreach (JobPod pod in await context.Jobs.ListPodsAsync(job.Key(), context.CancellationToken))
            {
                yield return (job, pod);
            }
        }
    }

    /// <exception cref="JobNotFoundException">No Job has such a pod.</exception>
    public static async Task<(Job Job, JobPod Pod)> FindAsync(VerbContext context, string name)
    {
        // The name of a pod begins with that of its Job, which is shortened if it is long.
        await foreach (Job job in context.Jobs.ListAllAsync(new JobListOptions { Namespace = context.Namespace }, context.CancellationToken))
        {
            if (name.StartsWith(job.Metadata.Name![..Math.Min(job.Metadata.Name!.Length, 40)], StringComparison.Ordinal)
                && (await context.Jobs.ListPodsAsync(job.Key(), context.CancellationToken)).FirstOrDefault(pod => pod.Name == name) is { } found)
            {
                return (job, found);
            }
        }

        throw new JobNotFoundException(context.Key(name), "pods", name);
    }
}

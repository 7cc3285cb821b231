using System.Net;
using BatchJobs.Kubernetes.Requests;
using k8s;
using k8s.Models;

namespace BatchJobs.Kubernetes.Lease;

/// <summary>A Lease object, and whether it may be taken.</summary>
internal sealed class LeaseRecord(ApiServer server, string namespaceName, string name, TimeSpan duration, TimeProvider time)
{
    private const int Conflicts = 3;

    private readonly string self = $"{Environment.MachineName}_{Guid.NewGuid():N}";
    private readonly string collection = $"apis/coordination.k8s.io/v1/namespaces/{namespaceName}/leases";
    private string? seenVersion;
    private long seenAt;

    public string Name => $"{namespaceName}/{name}";

    /// <summary>Who had it when it was last looked at.</summary>
    public string Holder { get; private set; } = "";

    /// <returns>false if somebody else has it.</returns>
    public async Task<bool> TryTakeAsync(CancellationToken cancellationToken)
    {
        for (int conflicts = 1; ; conflicts++)
        {
            V1Lease? present = await FindAsync(cancellationToken).ConfigureAwait(false);
            if (present is not null && !IsFree(present))
            {
                return false;
            }

            try
            {
                await WriteAsync(present, self, cancellationToken).ConfigureAwait(false);
                Holder = self;
                return true;
            }
            catch (KubernetesApiException error) when (error.Is(HttpStatusCode.Conflict) && conflicts < Conflicts)
            {
                // Somebody has written it too; only a look tells whose it is.
            }
        }
    }

    public async Task GiveBackAsync(CancellationToken cancellationToken)
    {
        if (await FindAsync(cancellationToken).ConfigureAwait(false) is { } present && present.Spec?.HolderIdentity == self)
        {
            await WriteAsync(present, "", cancellationToken).ConfigureAwait(false);
        }
    }

    private bool IsFree(V1Lease lease)
    {
        Holder = lease.Spec?.HolderIdentity ?? "";
        if (seenVersion != lease.Metadata.ResourceVersion)
        {
            seenVersion = lease.Metadata.ResourceVersion;
            seenAt = time.GetTimestamp();
        }

        TimeSpan promised = TimeSpan.FromSeconds(lease.Spec?.LeaseDurationSeconds ?? 0);
        return Holder.Length == 0 || Holder == self || time.GetElapsedTime(seenAt) >= promised;
    }

    private async Task<V1Lease?> FindAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await server.SendAsync<V1Lease>(ApiRequest.Get($"{collection}/{name}") with { Attempts = 2, IsUrgent = true }, cancellationToken).ConfigureAwait(false);
        }
        catch (KubernetesApiException error) when (error.Is(HttpStatusCode.NotFound))
        {
            return null;
        }
    }

    private async Task WriteAsync(V1Lease? present, string holder, CancellationToken cancellationToken)
    {
        DateTime now = time.GetUtcNow().UtcDateTime;
        bool changesHands = present?.Spec?.HolderIdentity != holder;
        V1Lease lease = present ?? new V1Lease { ApiVersion = "coordination.k8s.io/v1", Kind = "Lease", Metadata = new V1ObjectMeta { Name = name } };
        lease.Spec ??= new V1LeaseSpec();
        lease.Spec.LeaseTransitions = (lease.Spec.LeaseTransitions ?? 0) + (changesHands && present is not null ? 1 : 0);
        lease.Spec.AcquireTime = changesHands ? now : lease.Spec.AcquireTime;
        lease.Spec.RenewTime = now;
        lease.Spec.HolderIdentity = holder;
        lease.Spec.LeaseDurationSeconds = (int)Math.Ceiling(duration.TotalSeconds);
        string body = KubernetesJson.Serialize(lease);
        ApiRequest write = present is null ? ApiRequest.Post(collection, body) : ApiRequest.Put($"{collection}/{name}", body);
        await server.SendAsync(write with { Attempts = 1, IsUrgent = true }, cancellationToken).ConfigureAwait(false);
    }
}

using System.Text.Json;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.Validation;

namespace BatchJobs.Processes.Reading;

/// <summary>Amounts of what a machine has.</summary>
/// <param name="MilliCpu">Thousandths of a processor; null if nothing is said.</param>
/// <param name="Memory">Bytes; null if nothing is said.</param>
internal readonly record struct ResourceAmounts(long? MilliCpu, long? Memory)
{
    internal static ResourceAmounts Limits(Container container) => Read(container.Resources?.Member("limits"));

    /// <summary>What a container wants to be sure of: what it does not request it still wants up to its limits.</summary>
    internal static ResourceAmounts Requests(Container container)
    {
        var requests = Read(container.Resources?.Member("requests"));
        var limits = Limits(container);
        return new(requests.MilliCpu ?? limits.MilliCpu, requests.Memory ?? limits.Memory);
    }

    /// <summary>What a pod wants to be sure of at the moment at which it wants most.</summary>
    /// <remarks>Kubernetes: init containers run one after another and beside the sidecars before them (KEP-753).</remarks>
    internal static ResourceAmounts Requests(PodSpec pod)
    {
        var (sidecars, most) = (default(ResourceAmounts), default(ResourceAmounts));
        foreach (var container in pod.InitContainers ?? [])
        {
            var own = Requests(container);
            most = Max(most, sidecars + own);
            if (container.RestartPolicy == RestartPolicy.Always) sidecars += own;
        }

        var together = (pod.Containers ?? []).Aggregate(sidecars, (sum, container) => sum + Requests(container));
        return Max(most, together);
    }

    public static ResourceAmounts operator +(ResourceAmounts left, ResourceAmounts right) =>
        new(Sum(left.MilliCpu, right.MilliCpu), Sum(left.Memory, right.Memory));

    private static ResourceAmounts Max(ResourceAmounts left, ResourceAmounts right) =>
        new(Most(left.MilliCpu, right.MilliCpu), Most(left.Memory, right.Memory));

    private static long? Sum(long? left, long? right) => left is null ? right : right is null ? left : Math.Min(long.MaxValue / 2, left.Value) + Math.Min(long.MaxValue / 2, right.Value);

    private static long? Most(long? left, long? right) => left is null ? right : right is null ? left : Math.Max(left.Value, right.Value);

    private static ResourceAmounts Read(JsonElement? list) => new(Amount(list, "cpu", 1_000_000), Amount(list, "memory", 1_000_000_000));

    private static long? Amount(JsonElement? list, string name, long unitNanos)
    {
        if (list?.Member(name) is not { } member || !Quantity.TryParse(member.ToString(), out var quantity, out _)) return null;
        var amount = (quantity.Nanos + unitNanos - 1) / unitNanos;
        return amount > long.MaxValue ? long.MaxValue : (long)amount;
    }
}

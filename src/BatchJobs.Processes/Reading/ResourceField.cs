using System.Globalization;
using System.Numerics;
using System.Text.Json;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.Validation;

namespace BatchJobs.Processes.Reading;

/// <summary>The resources of a container as its own environment can show them.</summary>
/// <remarks>Kubernetes: <c>core/v1 ResourceFieldSelector</c>; a limit that is not set is what the machine has.</remarks>
internal static class ResourceField
{
    private const long Unit = 1_000_000_000;

    /// <returns>The amount, in units of the divisor and rounded up; null for a resource there is not.</returns>
    internal static string? Read(Container container, JsonElement selector)
    {
        var (limits, requests, machine) = (ResourceAmounts.Limits(container), ResourceAmounts.Requests(container), HostCapacity.OfThisMachine());
        var nanosPerAmount = selector.Text("resource") is "limits.cpu" or "requests.cpu" ? Unit / 1000 : Unit;
        long? amount = selector.Text("resource") switch
        {
            "limits.cpu" => limits.MilliCpu ?? machine.MilliCpu,
            "limits.memory" => limits.Memory ?? machine.Memory,
            "requests.cpu" => requests.MilliCpu ?? 0,
            "requests.memory" => requests.Memory ?? 0,
            _ => null,
        };
        if (amount is null) return null;
        var divisor = selector.Member("divisor") is { } text && Quantity.TryParse(text.ToString(), out var quantity, out _) && quantity.Nanos > 0 ? quantity.Nanos : Unit;
        var nanos = new BigInteger(amount.Value) * nanosPerAmount;
        return ((nanos + divisor - 1) / divisor).ToString(CultureInfo.InvariantCulture);
    }
}

using System.Text.Json;
using BatchJobs.Validation;

namespace BatchJobs.Processes.Reading;

/// <summary>A program that is run again and again to see how a container is.</summary>
/// <param name="Command">The program and its arguments.</param>
/// <remarks>Kubernetes: <c>core/v1 Probe</c> with <c>exec</c>.</remarks>
internal sealed record ProbeSpec(IReadOnlyList<string> Command)
{
    /// <summary>How long after the start of the container the first run is.</summary>
    internal TimeSpan InitialDelay { get; private init; }

    /// <summary>After how long a run has failed.</summary>
    internal TimeSpan Timeout { get; private init; }

    /// <summary>The time between runs.</summary>
    internal TimeSpan Period { get; private init; }

    /// <summary>How many successes in a row mean that all is well.</summary>
    internal long SuccessThreshold { get; private init; }

    /// <summary>How many failures in a row mean that it is not.</summary>
    internal long FailureThreshold { get; private init; }

    /// <summary>The grace period of a container that is ended because of the probe; null for that of the pod.</summary>
    internal TimeSpan? GracePeriod { get; private init; }

    /// <returns>The probe; null if there is none that processes can have.</returns>
    internal static ProbeSpec? Read(JsonElement? probe)
    {
        if (probe is not { } element || element.Member("exec") is not { } exec) return null;
        TimeSpan Seconds(string name, long otherwise) => TimeSpan.FromSeconds(Math.Min(int.MaxValue, Number(element, name, otherwise)));
        return new ProbeSpec(ExecCommand.Read(exec))
        {
            InitialDelay = Seconds("initialDelaySeconds", 0),
            Timeout = Seconds("timeoutSeconds", 1),
            Period = Seconds("periodSeconds", 10),
            SuccessThreshold = Number(element, "successThreshold", 1),
            FailureThreshold = Number(element, "failureThreshold", 3),
            GracePeriod = element.Number("terminationGracePeriodSeconds") is { } seconds ? TimeSpan.FromSeconds(Math.Min(int.MaxValue, seconds)) : null,
        };
    }

    // Zero means that nobody said anything, as everywhere in the API.
    private static long Number(JsonElement probe, string name, long otherwise) => probe.Number(name) is { } number and not 0 ? number : otherwise;
}

using System.Text.RegularExpressions;
using BatchJobs.Primitives;
using BatchJobs.Testing.Scripting;

namespace BatchJobs.Testing.Simulation;

/// <summary>Replaces the names of pods in messages, which differ from run to run.</summary>
internal sealed partial class PodNames(JobKey job, IEnumerable<PodRecord> pods)
{
    private readonly Dictionary<string, long> ordinals = pods.ToDictionary(pod => pod.Name, pod => pod.Id.Ordinal, StringComparer.Ordinal);

    /// <summary>The form of the recordings: <c>&lt;ns&gt;/&lt;pod&gt;</c>.</summary>
    public string? Hide(string? message) => Replace(message, _ => "<pod>")?.Replace($"{job.Namespace}/<pod>", "<ns>/<pod>", StringComparison.Ordinal);

    /// <summary>A form that tells pods apart: <c>#3</c>.</summary>
    public string? Number(string? message) => Replace(message, ordinal => $"#{ordinal}");

    /// <summary>Pod names are words of letters, digits and dashes.</summary>
    private string? Replace(string? message, Func<long, string> replacement) => message is null
        ? null
        : NameShape().Replace(message, word => ordinals.TryGetValue(word.Value, out long ordinal) ? replacement(ordinal) : word.Value);

    [GeneratedRegex("[a-z0-9]+([.-]+[a-z0-9]+)*", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex NameShape();
}

using BatchJobs.Primitives;

namespace BatchJobs.Testing.Simulation;

/// <summary>Replaces the names of pods in messages, which differ from run to run.</summary>
internal sealed class PodNames(JobKey job)
{
    private readonly SortedDictionary<string, long> ordinals = new(Comparer<string>.Create((a, b) =>
        a.Length != b.Length ? b.Length.CompareTo(a.Length) : string.CompareOrdinal(a, b)));

    public void Add(string name, long ordinal) => ordinals[name] = ordinal;

    /// <summary>The form of the recordings: <c>&lt;ns&gt;/&lt;pod&gt;</c>.</summary>
    public string? Hide(string? message) => Replace(message, _ => "<pod>")?.Replace($"{job.Namespace}/<pod>", "<ns>/<pod>", StringComparison.Ordinal);

    /// <summary>A form that tells pods apart: <c>#3</c>.</summary>
    public string? Number(string? message) => Replace(message, ordinal => $"#{ordinal}");

    private string? Replace(string? message, Func<long, string> replacement)
    {
        // Every pod name begins with the name of its Job, cut if that is long.
        if (message is null || !message.Contains('-', StringComparison.Ordinal))
            return message;
        foreach ((string name, long ordinal) in ordinals)
            message = message.Replace(name, replacement(ordinal), StringComparison.Ordinal);
        return message;
    }
}

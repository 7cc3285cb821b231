using System.Globalization;
using BatchJobs.Primitives;

namespace BatchJobs.State;

/// <summary>Names of pods, as the Job controller and the API server make them.</summary>
internal static class PodNaming
{
    /// <summary>Longest prefix that leaves room for the suffix in a label.</summary>
    private const int LongestPrefix = 58;

    public static string Name(JobState state, PodRecord pod) => Name(state.Key.Name, state.Uid, pod.Index, pod.Ordinal);

    public static string Name(string job, Guid jobUid, int index, long ordinal) =>
        Prefix(job, index) + PodSuffix.Of(jobUid, ordinal);

    /// <summary>The host name of an Indexed Job's pod; the same for every pod of the index.</summary>
    public static string Hostname(string job, int index) => string.Create(CultureInfo.InvariantCulture, $"{job}-{index}");

    private static string Prefix(string job, int index)
    {
        if (index < 0)
        {
            return Cut(job + "-", LongestPrefix);
        }

        string tail = string.Create(CultureInfo.InvariantCulture, $"-{index}-");
        return Cut(job, LongestPrefix - tail.Length) + tail;
    }

    private static string Cut(string text, int length) => text.Length > length ? text[..length] : text;
}

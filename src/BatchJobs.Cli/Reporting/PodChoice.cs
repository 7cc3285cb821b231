using BatchJobs.Client;

namespace BatchJobs.Cli.Reporting;

/// <summary>Which pods of a Job are wanted; they are asked about in the order in which they came.</summary>
/// <param name="index">Only those of this completion index; null for all.</param>
/// <param name="attempt">Only the pod of each index with this number, counted from 1; null for all.</param>
internal sealed class PodChoice(int? index, int? attempt)
{
    private readonly Dictionary<int, List<string>> seen = [];

    public bool Takes(JobPod pod)
    {
        if (index is { } wanted && pod.Index != wanted)
        {
            return false;
        }

        List<string> pods = PodsOf(pod.Index ?? -1);
        int place = pods.IndexOf(pod.Name);
        if (place < 0)
        {
            place = pods.Count;
            pods.Add(pod.Name);
        }

        return attempt is null || place + 1 == attempt;
    }

    private List<string> PodsOf(int number)
    {
        if (!seen.TryGetValue(number, out List<string>? pods))
        {
            seen.Add(number, pods = []);
        }

        return pods;
    }
}

using BatchJobs.Testing.Simulation;

namespace BatchJobs.Testing.Comparison;

/// <summary>Compares pods: Indexed ones by index and attempt, others by any one-to-one assignment that fits.</summary>
internal sealed class PodComparison(Tolerance tolerance)
{
    public IEnumerable<Difference> Compare(IReadOnlyList<PodResult> expected, IReadOnlyList<PodResult> actual)
    {
        if (expected.Count != actual.Count)
            yield return new Difference("pods", $"expected {expected.Count} pods, got {actual.Count}");
        bool isIndexed = expected.Any(pod => pod.Index is not null);
        foreach (Difference difference in isIndexed ? CompareIndexed(expected, actual) : CompareInterchangeable(expected, actual))
            yield return difference;
    }

    private IEnumerable<Difference> CompareIndexed(IReadOnlyList<PodResult> expected, IReadOnlyList<PodResult> actual)
    {
        Dictionary<(int? Index, long Attempt), PodResult> rest = actual.ToDictionary(pod => (pod.Index, pod.Attempt));
        foreach (PodResult pod in expected)
        {
            string path = $"pods[index={pod.Index},attempt={pod.Attempt}]";
            if (!rest.Remove((pod.Index, pod.Attempt), out PodResult? other))
                yield return new Difference(path, "missing");
            else
            {
                foreach (Difference difference in ComparePod(pod, other))
                    yield return difference with { Path = $"{path}.{difference.Path}" };
            }
        }

        foreach ((int? index, long attempt) in rest.Keys)
            yield return new Difference($"pods[index={index},attempt={attempt}]", "not expected");
    }

    private IEnumerable<Difference> CompareInterchangeable(IReadOnlyList<PodResult> expected, IReadOnlyList<PodResult> actual)
    {
        int[][] fits = [.. expected.Select(pod => Enumerable.Range(0, actual.Count)
            .Where(position => pod.Rule == actual[position].Rule && ComparePod(pod, actual[position]).Count == 0)
            .ToArray())];
        var partners = new int[actual.Count];
        Array.Fill(partners, -1);
        for (int position = 0; position < expected.Count; position++)
        {
            if (!TryAssign(position, fits, partners, []))
            {
                PodResult pod = expected[position];
                yield return new Difference("pods", $"no match for the pod {pod.Phase} of rule {pod.Rule} created {Tolerance.Show(pod.Created)}, "
                    + $"finished {Tolerance.Show(pod.Finished)}, deleted {Tolerance.Show(pod.Deleted)}, released {Tolerance.Show(pod.Released)}");
            }
        }
    }

    /// <summary>Finds a partner, moving earlier ones to other partners where needed (augmenting paths).</summary>
    private static bool TryAssign(int position, int[][] fits, int[] partners, HashSet<int> seen)
    {
        foreach (int candidate in fits[position].Where(seen.Add))
        {
            if (partners[candidate] < 0 || TryAssign(partners[candidate], fits, partners, seen))
            {
                partners[candidate] = position;
                return true;
            }
        }

        return false;
    }

    private IReadOnlyList<Difference> ComparePod(PodResult expected, PodResult actual)
    {
        var differences = new Differences(tolerance);
        differences.Exact("phase", expected.Phase, actual.Phase);
        differences.Exact("annotations", Show(expected.Annotations), Show(actual.Annotations));
        differences.Time("created", expected.Created, actual.Created);
        differences.Time("finished", expected.Finished, actual.Finished);
        differences.Time("deleted", expected.Deleted, actual.Deleted);
        differences.Time("released", expected.Released, actual.Released);
        differences.Time("gone", expected.Gone, actual.Gone);
        return differences.Found;
    }

    private static string Show(IReadOnlyDictionary<string, string> annotations) =>
        string.Join(", ", annotations.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));
}

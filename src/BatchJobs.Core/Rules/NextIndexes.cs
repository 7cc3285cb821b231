using BatchJobs.State;

namespace BatchJobs.Rules;

/// <summary>Which indexes get a pod next: the lowest that are neither done nor held.</summary>
/// <remarks>Only the first candidates are looked at, so an index that waits for its back-off takes a slot, as in Kubernetes.</remarks>
internal static class NextIndexes
{
    public static void Collect(JobState state, int count, List<int> indexes)
    {
        int completions = state.Spec.Completions ?? 0;
        for (int candidate = 0; indexes.Count < count;)
        {
            int open = state.SucceededIndexes.FirstMissing(candidate);
            candidate = state.FailedIndexes.FirstMissing(open);
            candidate = state.Pods.HeldIndexes.FirstMissing(candidate);
            if (candidate >= completions)
            {
                return;
            }

            if (candidate == open || IsOpen(state, candidate))
            {
                indexes.Add(candidate++);
            }
        }
    }

    /// <summary>Whether an index that no pod holds is not done.</summary>
    private static bool IsOpen(JobState state, int index) => !state.SucceededIndexes.Contains(index) && !state.FailedIndexes.Contains(index);
}

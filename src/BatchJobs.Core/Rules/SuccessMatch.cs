using BatchJobs.Primitives;
using BatchJobs.Resolution;

namespace BatchJobs.Rules;

/// <summary>Whether the succeeded indexes meet a rule of the success policy (KEP-3998).</summary>
internal static class SuccessMatch
{
    /// <summary>The number of the first rule that is met; null when none is.</summary>
    public static int? FirstMetRule(CompiledSuccessPolicy? policy, IndexSet succeeded)
    {
        for (int i = 0; !succeeded.IsEmpty && i < policy?.Rules.Count; i++)
        {
            if (IsMet(policy.Rules[i], succeeded))
            {
                return i;
            }
        }

        return null;
    }

    private static bool IsMet(CompiledSuccessRule rule, IndexSet succeeded)
    {
        if (rule.Indexes is not { } indexes)
        {
            return succeeded.Count >= rule.SucceededCount;
        }

        int shared = indexes.CountShared(succeeded);
        return !indexes.IsEmpty && (shared == indexes.Count || shared >= rule.SucceededCount);
    }
}

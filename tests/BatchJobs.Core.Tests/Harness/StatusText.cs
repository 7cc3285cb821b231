using BatchJobs.Specs;

namespace BatchJobs.Core.Tests.Harness;

/// <summary>A status in one line, without what is zero or empty: <c>active=2 failed=1 FailureTarget+Failed:BackoffLimitExceeded</c>.</summary>
internal static class StatusText
{
    public static string Of(JobStatus status)
    {
        List<string> words = [];
        Say("active", status.Active);
        Say("ready", status.Ready);
        Say("terminating", status.Terminating);
        Say("succeeded", status.Succeeded);
        Say("failed", status.Failed);
        Say("completed", status.CompletedIndexes);
        Say("failedIndexes", status.FailedIndexes);
        IReadOnlyList<JobCondition> conditions = status.Conditions ?? [];
        words.AddRange(conditions.Where(IsSuspension).Select(condition => condition.Status == ConditionStatus.True ? "Suspended" : "Resumed"));
        if (conditions.Where(condition => !IsSuspension(condition)).ToList() is { Count: > 0 } ends)
        {
            words.Add($"{string.Join('+', ends.Select(end => end.Type))}:{Assert.Single(ends.Select(end => end.Reason).Distinct())}");
        }

        return string.Join(' ', words);

        void Say(string name, object? value)
        {
            if (value is not (null or 0 or ""))
            {
                words.Add($"{name}={value}");
            }
        }
    }

    private static bool IsSuspension(JobCondition condition) => condition.Type == JobConditionTypes.Suspended;
}

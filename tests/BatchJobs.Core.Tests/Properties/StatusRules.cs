using BatchJobs.Primitives;
using BatchJobs.Resolution;
using BatchJobs.Specs;

namespace BatchJobs.Core.Tests.Properties;

/// <summary>What the API server asks of every new status of a Job (rules S1 to S30 of its status validation).</summary>
internal static class StatusRules
{
    public static IEnumerable<string> Violations(ResolvedJobSpec spec, JobStatus old, JobStatus now) =>
        Rules(spec, old, now).Where(rule => rule.Broken).Select(rule => rule.Name);

    private static IEnumerable<(string Name, bool Broken)> Rules(ResolvedJobSpec spec, JobStatus old, JobStatus now)
    {
        bool complete = Is(now, JobConditionTypes.Complete);
        bool failed = Is(now, JobConditionTypes.Failed);
        bool failureTarget = Is(now, JobConditionTypes.FailureTarget);
        bool criteriaMet = Is(now, JobConditionTypes.SuccessCriteriaMet);
        bool finished = complete || failed;
        bool resuming = Is(old, JobConditionTypes.Suspended) && !Is(now, JobConditionTypes.Suspended);
        IndexSet completed = Indexes(now.CompletedIndexes);

        yield return ("S1 negative", new[] { now.Active, now.Ready, now.Terminating, now.Succeeded, now.Failed }.Any(count => count < 0));
        yield return ("S4 Complete and Failed", complete && failed);
        yield return ("S5 Complete and FailureTarget", complete && failureTarget);
        yield return ("S6 completionTime without Complete", now.CompletionTime is not null && !complete);
        yield return ("S7 Complete without completionTime", now.CompletionTime is null && complete);
        yield return ("S8 completionTime before startTime", now.CompletionTime < now.StartTime);
        yield return ("S9 Failed without FailureTarget", failed && !failureTarget);
        yield return ("S10 Complete without SuccessCriteriaMet", complete && !criteriaMet);
        yield return ("S11 active after the end", finished && now.Active > 0);
        yield return ("S12 finished without startTime", finished && now.StartTime is null && !(spec.Suspend && spec.Completions == 0));
        yield return ("S13 uncounted after the end", finished && (now.UncountedTerminatedPods?.Succeeded?.Count > 0 || now.UncountedTerminatedPods?.Failed?.Count > 0));
        yield return ("S14 completedIndexes beyond completions", spec.Completions is { } limit && completed.HasAnyFrom(limit));
        yield return ("S15 failedIndexes beyond completions", spec.Completions is { } most && Indexes(now.FailedIndexes).HasAnyFrom(most));
        yield return ("S16 completedIndexes of a NonIndexed Job", !spec.Indexed && !string.IsNullOrEmpty(now.CompletedIndexes));
        yield return ("S17 failedIndexes without backoffLimitPerIndex", spec.BackoffLimitPerIndex is null && now.FailedIndexes is not null);
        yield return ("S18 failed and completed", completed.CountShared(Indexes(now.FailedIndexes)) > 0);
        yield return ("S19 terminating after the end", finished && now.Terminating > 0);
        yield return ("S20 more ready than active", now.Ready > (now.Active ?? 0));
        yield return ("S21 SuccessCriteriaMet and Failed", criteriaMet && failed);
        yield return ("S22 SuccessCriteriaMet and FailureTarget", criteriaMet && failureTarget);
        foreach (string type in new[] { JobConditionTypes.Failed, JobConditionTypes.Complete, JobConditionTypes.FailureTarget, JobConditionTypes.SuccessCriteriaMet })
        {
            yield return ($"S24, S29 {type} taken back", Is(old, type) && !Is(now, type));
        }

        yield return ("S25 failed decreased", (now.Failed ?? 0) < (old.Failed ?? 0));
        yield return ("S26 succeeded decreased", (now.Succeeded ?? 0) < (old.Succeeded ?? 0) && !(spec.Indexed && spec.Completions == spec.Parallelism));
        yield return ("S27 completionTime changed", old.CompletionTime is not null && now.CompletionTime is not null && old.CompletionTime != now.CompletionTime);
        yield return ("S28 startTime changed", old.StartTime is not null && old.StartTime != now.StartTime && !spec.Suspend && !resuming);
        yield return ("S30 SuccessCriteriaMet after Complete", Is(old, JobConditionTypes.Complete) && !Is(old, JobConditionTypes.SuccessCriteriaMet) && criteriaMet);
    }

    private static bool Is(JobStatus status, string type) =>
        status.Conditions?.Any(condition => condition.Type == type && condition.Status == ConditionStatus.True) ?? false;

    private static IndexSet Indexes(string? text) => IndexSetText.Read(text ?? "", int.MaxValue);
}

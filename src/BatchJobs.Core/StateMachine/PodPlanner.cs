using BatchJobs.Commands;
using BatchJobs.Primitives;
using BatchJobs.Resolution;
using BatchJobs.Rules;
using BatchJobs.Specs;
using BatchJobs.State;

namespace BatchJobs.StateMachine;

/// <summary>Compares the pods wanted with the pods held; a look stops pods or starts pods, never both.</summary>
/// <remarks>Kubernetes: <c>job_controller.go manageJob</c>.</remarks>
internal sealed class PodPlanner(TimeSpan batchPeriod, PodFailureBackoff backoff)
{
    /// <summary>How many pods one look starts, or stops to scale down, at the most (Kubernetes: <c>MaxPodCreateDeletePerSync</c>).</summary>
    public const int MostPodsPerLook = 500;

    /// <returns>When to look again because starts had to be postponed; none when nothing was.</returns>
    public OptionalTime Plan(JobState state, DateTimeOffset now, JobTransition transition)
    {
        if (state.Deletion is { } deletion)
        {
            if (deletion.Mode == DeletionMode.Foreground)
            {
                StopAll(state, now, transition, "deletion");
            }

            PodAccounting.SettleAll(state, jobFails: false, transition);
            return default;
        }

        if (state.Spec.Suspend || state.Draining)
        {
            StopAll(state, now, transition, state.Draining ? "shutdown" : "suspend");
            return default;
        }

        int wanted = WantedPods.Count(state);
        if (StopSurplus(state, wanted, now, transition))
        {
            state.LookDueAt = now + batchPeriod;
            return default;
        }

        int missing = wanted - state.Pods.Active - (state.Spec.OnlyReplaceFailed ? state.Pods.Terminating : 0);
        return missing > 0 && !state.Cordoned ? StartMissing(state, missing, now, transition) : default;
    }

    /// <summary>Stops a pod without counting it, as when its finalizer is removed first.</summary>
    private static void Discard(JobState state, PodRecord pod, string rule, DateTimeOffset now, JobTransition transition)
    {
        state.Pods.Stop(pod, now);
        transition.Commands.Add(JobCommand.StopPod(pod.Ordinal));
        transition.Notices.Add(JobNotice.Of(JobNoticeKind.StopPod, rule, pod));
        PodAccounting.Waive(state, pod, transition);
    }

    private static void StopAll(JobState state, DateTimeOffset now, JobTransition transition, string rule)
    {
        if (state.Pods.Active == 0)
        {
            return;
        }

        foreach (PodRecord pod in state.Pods.All.Where(pod => pod.IsActive).OrderBy(pod => pod.Ordinal).ToList())
        {
            Discard(state, pod, rule, now, transition);
        }
    }

    private static bool StopSurplus(JobState state, int wanted, DateTimeOffset now, JobTransition transition)
    {
        int surplus = state.Pods.Active - wanted;
        bool outOfRange = state.Spec is { Indexed: true, Completions: { } completions } && state.Pods.HeldIndexes.HasAnyFrom(completions);
        if (surplus <= 0 && !outOfRange)
        {
            return false;
        }

        return Stop(state, surplus, now, transition);
    }

    // Apart, since a method that has a closure makes it even when it is not needed.
    private static bool Stop(JobState state, int surplus, DateTimeOffset now, JobTransition transition)
    {
        List<PodRecord> active = [.. state.Pods.All.Where(pod => pod.IsActive)];
        List<PodRecord> stopped = state.Spec.Indexed ? active.FindAll(pod => pod.Index >= state.Spec.Completions) : [];
        active.RemoveAll(stopped.Contains);
        active.Sort(new RemovalOrder(state.Spec.Sidecars));
        stopped.AddRange(active.Take(Math.Max(0, surplus - stopped.Count)));
        foreach (PodRecord pod in stopped.Take(MostPodsPerLook))
        {
            Discard(state, pod, "parallelism", now, transition);
        }

        return stopped.Count > 0;
    }

    private OptionalTime StartMissing(JobState state, int missing, DateTimeOffset now, JobTransition transition)
    {
        if (state.HoldsStarts(now))
        {
            return state.StartRetryAt;
        }

        if (state.Spec.BackoffLimitPerIndex is null && BackoffDelay.EndsAt(state, backoff) is { } end && end > now)
        {
            return Postpone(end, new JobNotice(JobNoticeKind.RetryLater, "backoff") { Count = state.Streak.Failures, Budget = state.Spec.BackoffLimit }, now, transition);
        }

        int count = Math.Min(missing, MostPodsPerLook);
        if (missing > count)
        {
            state.LookDueAt = now + batchPeriod;
        }

        return state.Spec.Indexed ? StartIndexes(state, count, now, transition) : StartAny(state, count, now, transition);
    }

    private static OptionalTime StartAny(JobState state, int count, DateTimeOffset now, JobTransition transition)
    {
        for (int i = 0; i < count; i++)
        {
            Start(state, PodTable.Make(state.NextOrdinal++, PodRecord.NoIndex, now, transition.Spares), transition);
        }

        return default;
    }

    private OptionalTime StartIndexes(JobState state, int count, DateTimeOffset now, JobTransition transition)
    {
        List<int> indexes = transition.Indexes;
        indexes.Clear();
        NextIndexes.Collect(state, count, indexes);
        OptionalTime postponed = default;
        foreach (int index in indexes)
        {
            if (BackoffDelay.EndsAt(state, index, backoff) is { } end && end > now)
            {
                var notice = new JobNotice(JobNoticeKind.RetryLater, "backoffLimitPerIndex") { Index = index, Budget = state.Spec.BackoffLimitPerIndex };
                postponed = OptionalTime.Earlier(postponed, Postpone(end, notice, now, transition));
            }
            else
            {
                StartIndex(state, index, now, transition);
            }
        }

        return postponed;
    }

    private static void StartIndex(JobState state, int index, DateTimeOffset now, JobTransition transition)
    {
        long ordinal = state.NextOrdinal++;
        PodRecord pod = PodTable.Make(ordinal, index, now, transition.Spares);
        if (state.FindAwaiting(index) is { } failed)
        {
            bool ignored = FailurePolicyMatch.EffectFor(failed, state.Spec.FailurePolicy) == FailureEffect.Ignore;
            failed.ReplacedBy = ordinal;
            pod.FailureCount = failed.FailureCount + (ignored ? 0 : 1);
            pod.IgnoredFailureCount = failed.IgnoredFailureCount + (ignored ? 1 : 0);
        }

        Start(state, pod, transition);
    }

    private static void Start(JobState state, PodRecord pod, JobTransition transition)
    {
        state.Pods.Add(pod);
        transition.Commands.Add(JobCommand.StartPod(pod));
        transition.Notices.Add(JobNotice.Of(JobNoticeKind.StartPod, "parallelism", pod, state.Pods.Active, state.Spec.Parallelism));
    }

    /// <summary>Kubernetes looks again no sooner than one batch later.</summary>
    private DateTimeOffset Postpone(DateTimeOffset end, JobNotice notice, DateTimeOffset now, JobTransition transition)
    {
        DateTimeOffset at = end - now < batchPeriod ? now + batchPeriod : end;
        transition.Notices.Add(notice with { Next = at });
        return at;
    }
}

using BatchJobs.Commands;
using BatchJobs.Events;
using BatchJobs.Pods;
using BatchJobs.Rules;
using BatchJobs.State;

namespace BatchJobs.StateMachine;

/// <summary>Folds events into pod records; decides nothing but when the Job has to be looked at.</summary>
internal sealed class PodLedger(TimeSpan batchPeriod)
{
    public void Fold(JobState state, in JobEvent happened, DateTimeOffset now, JobTransition transition)
    {
        switch (happened.Kind)
        {
            case JobEventKind.WakeupReached:
                break;
            case JobEventKind.SpecChanged:
                ChangeSpec(state, happened.Spec!);
                state.LookDueAt = now;
                break;
            case JobEventKind.DeletionRequested:
                state.Deletion ??= new DeletionMark(happened.Deletion, now);
                state.LookDueAt = now;
                break;
            case JobEventKind.EngineDraining:
                state.Cordoned = true;
                break;
            case JobEventKind.EngineStopping:
                state.Draining = true;
                state.LookDueAt = now;
                break;
            case JobEventKind.PodReported:
                Report(state, happened.Ordinal, happened.Status!, now, transition);
                break;
            case JobEventKind.PodCompleted:
                Complete(state, in happened.Completion, now, transition);
                break;
            case JobEventKind.PodStartRejected:
                Reject(state, in happened, now, transition);
                break;
            case JobEventKind.PodVanished:
                Report(state, happened.Ordinal, LostPod.Status(now), now, transition);
                break;
            case JobEventKind.PodDeletionRequested:
                StopOnRequest(state, in happened, now, transition);
                break;
            case JobEventKind.ExecutorResynced:
                Resync(state, happened.Known!, now, transition);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(happened), happened.Kind, null);
        }
    }

    private static void ChangeSpec(JobState state, Resolution.ResolvedJobSpec spec)
    {
        bool replacementChanged = spec.OnlyReplaceFailed != state.Spec.OnlyReplaceFailed;
        state.Spec = spec;
        if (spec is { Indexed: true, Completions: { } completions } && !state.IsFinished)
        {
            state.SucceededIndexes.RemoveFrom(completions);
            state.FailedIndexes.RemoveFrom(completions);
        }

        if (replacementChanged)
        {
            state.Pods.SetStoppingHoldsIndex(spec.OnlyReplaceFailed);
            foreach (PodRecord pod in state.Pods.All)
            {
                UnlistIfAlive(state, pod);
                ListIfEnded(state, pod);
            }
        }
    }

    private void Report(JobState state, long ordinal, PodStatus status, DateTimeOffset now, JobTransition transition)
    {
        if (Find(state, ordinal, status.Phase, transition) is { } pod)
        {
            state.Pods.Report(pod, status);
            Follow(state, pod, now);
        }
    }

    /// <summary>The executor says how a pod ended, briefly.</summary>
    public void Complete(JobState state, in PodCompletion completion, DateTimeOffset now, JobTransition transition)
    {
        if (Find(state, completion.Ordinal, completion.Phase, transition) is { } pod)
        {
            state.Pods.Report(pod, in completion);
            Follow(state, pod, now);
        }
    }

    /// <summary>The pod a report is about; null if it is not to be heard.</summary>
    private static PodRecord? Find(JobState state, long ordinal, PodPhase reported, JobTransition transition)
    {
        if (!state.Pods.TryGet(ordinal, out PodRecord? pod))
        {
            // Counted long ago: whoever still reports it has not heard of its release.
            if (reported is not (PodPhase.Succeeded or PodPhase.Failed))
            {
                transition.Commands.Add(JobCommand.StopPod(ordinal));
            }

            transition.Commands.Add(JobCommand.ReleasePod(ordinal));
            return null;
        }

        if (pod.IsTerminal && reported != pod.Phase)
        {
            return null;
        }

        if (!pod.HasReport)
        {
            state.StartFailures = 0;
            transition.Notices.Add(JobNotice.Of(JobNoticeKind.PodStarted, "executor", pod));
        }

        return pod;
    }

    private void Follow(JobState state, PodRecord pod, DateTimeOffset now)
    {
        if (pod.Tracked)
        {
            ListIfEnded(state, pod);
        }
        else if (pod.IsTerminal)
        {
            state.Pods.Remove(pod);
        }

        LookSoon(state, now);
    }

    private static void ListIfEnded(JobState state, PodRecord pod)
    {
        if (pod.Tracked && !pod.Listed && PodOutcome.HasEnded(pod, state.Spec.OnlyReplaceFailed))
        {
            pod.Listed = true;
            state.Ended.Add(pod);
        }
    }

    /// <summary>A stopping pod whose failure is not counted yet has not ended if only ended pods are replaced.</summary>
    private static void UnlistIfAlive(JobState state, PodRecord pod)
    {
        if (pod.Listed && !PodOutcome.HasEnded(pod, state.Spec.OnlyReplaceFailed))
        {
            pod.Listed = false;
            Unlist(state, pod);
        }
    }

    private static void Unlist(JobState state, PodRecord pod)
    {
        state.Ended.Remove(pod);
        if (state.FindAwaiting(pod.Index) == pod)
        {
            state.StopAwaiting(pod.Index);
        }
    }

    private void Reject(JobState state, in JobEvent happened, DateTimeOffset now, JobTransition transition)
    {
        if (!state.Pods.TryGet(happened.Ordinal, out PodRecord? pod))
        {
            return;
        }

        Forget(state, pod);
        if (!(state.StartRetryAt > now))
        {
            state.StartFailures++;
            state.StartRetryAt = now + StartRetry.After(state.StartFailures);
        }

        transition.Notices.Add(JobNotice.Of(JobNoticeKind.StartRejected, "executor", pod) with
        {
            Count = state.StartFailures,
            Next = state.StartRetryAt,
            Message = happened.Message,
        });
        LookSoon(state, now);
    }

    /// <summary>Nothing of the pod ever existed, even if its end was asked for meanwhile.</summary>
    private static void Forget(JobState state, PodRecord pod)
    {
        state.Pods.Remove(pod);
        Unlist(state, pod);
    }

    private void StopOnRequest(JobState state, in JobEvent happened, DateTimeOffset now, JobTransition transition)
    {
        transition.Commands.Add(JobCommand.StopPod(happened.Ordinal, happened.GracePeriod));
        if (state.Pods.TryGet(happened.Ordinal, out PodRecord? pod) && pod.IsActive)
        {
            state.Pods.Stop(pod, now);
            ListIfEnded(state, pod);
            LookSoon(state, now);
        }
    }

    /// <summary>Brings what the executor has in step with what is known: the engine may have ended before its last commands were carried out.</summary>
    private void Resync(JobState state, IReadOnlySet<long> known, DateTimeOffset now, JobTransition transition)
    {
        foreach (PodRecord pod in state.Pods.All.Where(pod => !pod.IsTerminal).OrderBy(pod => pod.Ordinal).ToList())
        {
            if (known.Contains(pod.Ordinal))
            {
                RepeatStop(pod, transition);
            }
            else if (pod is { HasReport: false, IsActive: true })
            {
                transition.Commands.Add(JobCommand.StartPod(pod));
            }
            else
            {
                Report(state, pod.Ordinal, LostPod.Status(now), now, transition);
            }
        }

        state.LookDueAt = now;
    }

    private static void RepeatStop(PodRecord pod, JobTransition transition)
    {
        if (pod.IsTerminating)
        {
            transition.Commands.Add(JobCommand.StopPod(pod.Ordinal));
            if (!pod.Tracked)
            {
                transition.Commands.Add(JobCommand.ReleasePod(pod.Ordinal));
            }
        }
    }

    private void LookSoon(JobState state, DateTimeOffset now)
    {
        // A deleted Job without pods has nothing to gather reports for.
        DateTimeOffset due = batchPeriod == TimeSpan.Zero || state is { Deletion: not null, Pods.Count: 0 } ? now : now + batchPeriod;
        state.LookBy(due);
    }
}

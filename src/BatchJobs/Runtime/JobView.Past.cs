using BatchJobs.Client;
using BatchJobs.Diagnostics;
using BatchJobs.Events;
using BatchJobs.StateMachine;

namespace BatchJobs.Runtime;

/// <content>What has happened to it.</content>
internal sealed partial class JobView
{
    /// <summary>A <see cref="JobPast"/>, or the bytes it was folded into; null before anything has happened.</summary>
    private object? past;

    public IReadOnlyList<JobEventEntry> Events()
    {
        lock (Gate)
        {
            JobPast known = Recall();
            IReadOnlyList<JobEventEntry> events = new JobJournal(state, known.Notices).Events();
            Forget(known);
            return events;
        }
    }

    public JobExplanation Explain()
    {
        lock (Gate)
        {
            JobPast known = Recall();
            IReadOnlyList<JobDecision> decisions = new JobJournal(state, known.Notices).Decisions();
            Forget(known);
            return new JobExplanation(decisions, Outlook.Describe(state), Outlook.NextInstant(state)) { PodFailurePolicyHits = [.. state.FailureRuleHits] };
        }
    }

    /// <summary>For the loop, under the gate: what a step did.</summary>
    public void Follow(ReadOnlySpan<JobEvent> happened, JobTransition transition, DateTimeOffset now)
    {
        if (transition.Notices.Count > 0 || transition.Run is not null || state.HoldsPods)
        {
            JobPast known = Recall();
            if (state.HoldsPods)
            {
                known.Pods.Follow(state.Pods.Removed);
            }

            if (transition.Run is { } run)
            {
                known.Pods.Follow(run);
            }

            known.Notices.Add(transition.Notices, now);
            past = trimmed ? known.Fold() : known;
            Forget(known);
        }

        if (HasPodWatchers)
        {
            TellPodWatchers(happened, transition);
        }
    }

    /// <summary>What is remembered; <see cref="Forget"/> must follow.</summary>
    private JobPast Recall() => past switch
    {
        JobPast known => known,
        byte[] folded => JobPast.Unfold(folded, options),
        _ => JobPast.Begin(options),
    };

    private void Forget(JobPast known)
    {
        if (!ReferenceEquals(past, known))
        {
            known.End();
        }
    }
}

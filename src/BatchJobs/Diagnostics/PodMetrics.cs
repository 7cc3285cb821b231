using System.Diagnostics.Metrics;
using BatchJobs.State;
using BatchJobs.StateMachine;

namespace BatchJobs.Diagnostics;

/// <summary>What is measured of pods and indexes.</summary>
internal sealed class PodMetrics(Meter meter)
{
    private readonly Tally created = new(meter.CreateCounter<long>("batchjobs.job.pods.creation", "{pod}", "Pods an executor was asked to start."));
    private readonly Tally finished = new(meter.CreateCounter<long>("batchjobs.job.pods.finished", "{pod}", "Pods that were counted as succeeded or failed."));
    private readonly Tally indexesFinished = new(meter.CreateCounter<long>("batchjobs.job.finished_indexes", "{index}", "Indexes that succeeded or failed."));
    private readonly Tally failuresHandled =
        new(meter.CreateCounter<long>("batchjobs.pod_failures.handled_by_failure_policy", "{pod}", "Failed pods that met a rule of the pod failure policy."));

    private readonly Tally endsTracked =
        new(meter.CreateCounter<long>("batchjobs.terminated_pods.tracking", "{pod}", "Pods that ended and wait to be counted (add), and that were let go by the Job (delete)."));

    public bool IsEnabled => finished.Enabled || created.Enabled || indexesFinished.Enabled || failuresHandled.Enabled || endsTracked.Enabled;

    public void Noticed(JobState state, ReadOnlySpan<JobNotice> notices)
    {
        Tracked(state.Pods.TakeEnds());

        // Pods that this step counted had not failed yet when it heard of those that started.
        int failed = state.FailedPods;
        foreach (ref readonly JobNotice notice in notices)
        {
            failed -= notice.Kind == JobNoticeKind.PodFailed ? 1 : 0;
        }

        foreach (ref readonly JobNotice notice in notices)
        {
            failed += notice.Kind == JobNoticeKind.PodFailed ? 1 : 0;
            Noticed(state, in notice, failed);
        }
    }

    /// <summary>A Job goes, and what it still holds with it.</summary>
    public void Removed(JobState state)
    {
        if (endsTracked.Enabled)
        {
            (int ended, int released) = state.Pods.TakeEnds();
            Tracked((ended, released + state.Pods.All.Count(static pod => pod is { Tracked: true, IsTerminal: true })));
        }
    }

    private void Noticed(JobState state, in JobNotice notice, int failed)
    {
        switch (notice.Kind)
        {
            case JobNoticeKind.PodStarted:
                created.Add(1, Creation(state, failed), new("status", "succeeded"));
                break;
            case JobNoticeKind.StartRejected when notice.Message is not null:
                created.Add(1, Creation(state, failed), new("status", "failed"));
                break;
            case JobNoticeKind.PodSucceeded:
                finished.Add(1, JobEngineMetrics.Mode(state), new("result", "succeeded"));
                CountIndex(state, "succeeded");
                break;
            case JobNoticeKind.PodFailed:
                finished.Add(1, JobEngineMetrics.Mode(state), new("result", "failed"));
                if (notice.Message is { } action)
                {
                    CountHandled(action);
                }

                break;
            case JobNoticeKind.FailureIgnored:
                CountHandled("Ignore");
                break;
            case JobNoticeKind.IndexFailed:
                CountIndex(state, "failed");
                break;
        }
    }

    private void CountHandled(string action) => failuresHandled.Add(1, new KeyValuePair<string, object?>("action", action));

    private void Tracked((int Ended, int Released) ends)
    {
        if (ends.Ended > 0)
        {
            endsTracked.Add(ends.Ended, new KeyValuePair<string, object?>("event", "add"));
        }

        if (ends.Released > 0)
        {
            endsTracked.Add(ends.Released, new KeyValuePair<string, object?>("event", "delete"));
        }
    }

    private void CountIndex(JobState state, string status)
    {
        if (state.Spec.Indexed)
        {
            indexesFinished.Add(1, new("status", status), new("backoffLimit", state.Spec.BackoffLimitPerIndex is null ? "global" : "perIndex"));
        }
    }

    private static KeyValuePair<string, object?> Creation(JobState state, int failed) => new(
        "reason",
        failed > 0 && state.Spec.OnlyReplaceFailed ? "recreate_failed"
        : failed > 0 || state.Pods.Terminating > 0 ? "recreate_terminating_or_failed"
        : "new");
}

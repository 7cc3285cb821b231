using System.Diagnostics.Metrics;
using BatchJobs.Runtime;
using BatchJobs.State;
using BatchJobs.StateMachine;
using BatchJobs.Specs;

namespace BatchJobs.Diagnostics;

/// <summary>The meter of an engine: what the Job controller of Kubernetes measures, as <c>batchjobs.*</c>, in seconds and with few tag values.</summary>
/// <remarks>Kubernetes: <c>pkg/controller/job/metrics</c>.</remarks>
internal sealed class JobEngineMetrics : IDisposable
{
    public const string MeterName = "BatchJobs";

    private readonly Meter meter;
    private readonly Histogram<double> syncDuration;
    private readonly Histogram<double> jobDuration;
    private readonly Counter<long> jobsFinished;
    private readonly Counter<long> podsFinished;
    private readonly Counter<long> podsCreated;
    private readonly Counter<long> indexesFinished;
    private readonly Counter<long> failuresHandled;

    public JobEngineMetrics(IMeterFactory? factory, JobDirectory directory)
    {
        var options = new MeterOptions(MeterName) { Version = typeof(JobEngineMetrics).Assembly.GetName().Version?.ToString(3) };
        meter = factory?.Create(options) ?? new Meter(options);
        syncDuration = meter.CreateHistogram<double>("batchjobs.job.sync.duration", "s", "Time one cycle of a Job took: step, save, act, publish.");
        jobDuration = meter.CreateHistogram<double>("batchjobs.job.duration", "s", "Time from the start of a Job to its end.");
        jobsFinished = meter.CreateCounter<long>("batchjobs.jobs.finished", "{job}", "Jobs that completed or failed.");
        podsFinished = meter.CreateCounter<long>("batchjobs.job.pods.finished", "{pod}", "Pods that were counted as succeeded or failed.");
        podsCreated = meter.CreateCounter<long>("batchjobs.job.pods.creation", "{pod}", "Pods an executor was asked to start.");
        indexesFinished = meter.CreateCounter<long>("batchjobs.job.finished_indexes", "{index}", "Indexes that succeeded or failed.");
        failuresHandled = meter.CreateCounter<long>("batchjobs.pod_failures.handled_by_failure_policy", "{pod}", "Failed pods that met a rule of the pod failure policy.");
        meter.CreateObservableUpDownCounter("batchjobs.pods.active", () => directory.All.Sum(static loop => loop.View.ActivePods), "{pod}", "Pods that were asked for and have not ended.");
    }

    /// <summary>Somebody wants to know how long cycles take.</summary>
    public bool MeasuresSyncs => syncDuration.Enabled;

    public void Synced(JobState state, JobTransition transition, TimeSpan duration) => syncDuration.Record(
        duration.TotalSeconds,
        Mode(state),
        new("result", "success"),
        new("action", ActionOf(transition)));

    public void Noticed(JobState state, JobNotice notice, DateTimeOffset now)
    {
        switch (notice.Kind)
        {
            case JobNoticeKind.PodStarted:
                podsCreated.Add(1, Creation(state), new("status", "succeeded"));
                break;
            case JobNoticeKind.StartRejected when notice.Message is not null:
                podsCreated.Add(1, Creation(state), new("status", "failed"));
                break;
            case JobNoticeKind.PodSucceeded:
                podsFinished.Add(1, Mode(state), new("result", "succeeded"));
                CountIndex(state, "succeeded");
                break;
            case JobNoticeKind.PodFailed:
                podsFinished.Add(1, Mode(state), new("result", "failed"));
                break;
            case JobNoticeKind.FailureIgnored:
                failuresHandled.Add(1, new KeyValuePair<string, object?>("action", "Ignore"));
                break;
            case JobNoticeKind.IndexFailed:
                CountIndex(state, "failed");
                if (notice.Rule == "podFailurePolicy")
                {
                    failuresHandled.Add(1, new KeyValuePair<string, object?>("action", "FailIndex"));
                }

                break;
            case JobNoticeKind.VerdictReached when notice.Rule == JobReasons.PodFailurePolicy:
                failuresHandled.Add(1, new KeyValuePair<string, object?>("action", "FailJob"));
                break;
            case JobNoticeKind.Finished when notice.Verdict is { } verdict:
                jobsFinished.Add(1, Mode(state), Result(verdict), new("reason", verdict.Reason));
                if (state.StartTime is { } start)
                {
                    jobDuration.Record((now - start).TotalSeconds, Mode(state), Result(verdict));
                }

                break;
        }
    }

    /// <summary>Ends the meter; one that came from a factory stays, since the factory shares and ends it.</summary>
    public void Dispose()
    {
        if (meter.Scope is not IMeterFactory)
        {
            meter.Dispose();
        }
    }

    private void CountIndex(JobState state, string status)
    {
        if (state.Spec.Indexed)
        {
            indexesFinished.Add(1, new("status", status), new("backoffLimit", state.Spec.BackoffLimitPerIndex is null ? "global" : "perIndex"));
        }
    }

    private static KeyValuePair<string, object?> Mode(JobState state) => new("completion_mode", state.Spec.Indexed ? "Indexed" : "NonIndexed");

    private static KeyValuePair<string, object?> Result(Verdict verdict) => new("result", verdict.Success ? "succeeded" : "failed");

    private static KeyValuePair<string, object?> Creation(JobState state) => new(
        "reason",
        state.FailedPods > 0 && state.Spec.OnlyReplaceFailed ? "recreate_failed"
        : state.FailedPods > 0 || state.Pods.Terminating > 0 ? "recreate_terminating_or_failed"
        : "new");

    private static string ActionOf(JobTransition transition)
    {
        string action = "reconciling";
        foreach (Commands.JobCommand command in transition.Commands)
        {
            switch (command.Kind)
            {
                case Commands.JobCommandKind.StartPod:
                    return "pods_created";
                case Commands.JobCommandKind.StopPod:
                    return "pods_deleted";
                case Commands.JobCommandKind.ReleasePod:
                    action = "tracking";
                    break;
            }
        }

        return action;
    }
}

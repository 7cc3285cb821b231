using System.Diagnostics.Metrics;
using BatchJobs.Commands;
using BatchJobs.Resolution;
using BatchJobs.Rules;
using BatchJobs.Runtime;
using BatchJobs.State;
using BatchJobs.StateMachine;

namespace BatchJobs.Diagnostics;

/// <summary>The meter of an engine: what the controllers of Kubernetes measure of Jobs, as <c>batchjobs.*</c>, in seconds and with few tag values.</summary>
/// <remarks>Kubernetes: <c>pkg/controller/job/metrics</c>, <c>pkg/controller/ttlafterfinished/metrics</c>.</remarks>
internal sealed class JobEngineMetrics : IDisposable
{
    public const string MeterName = "BatchJobs";

    private readonly Meter meter;
    private readonly Spread syncDuration;
    private readonly Tally syncs;
    private readonly Spread jobDuration;
    private readonly Tally jobsFinished;
    private readonly Tally managedElsewhere;
    private readonly Spread timeToLiveOverrun;
    private readonly TimeToLive timeToLive;
    private volatile JobDirectory? jobs;

    public JobEngineMetrics(IMeterFactory? factory, TimeToLive timeToLive, JobDirectory directory)
    {
        this.timeToLive = timeToLive;
        jobs = directory;
        var options = new MeterOptions(MeterName) { Version = typeof(JobEngineMetrics).Assembly.GetName().Version?.ToString(3) };
        meter = factory?.Create(options) ?? new Meter(options);
        syncDuration = new(meter.CreateHistogram<double>("batchjobs.job.sync.duration", "s", "Time one cycle of a Job took: step, save, act, publish."));
        syncs = new(meter.CreateCounter<long>("batchjobs.job.syncs", "{sync}", "Cycles of Jobs."));
        jobDuration = new(meter.CreateHistogram<double>("batchjobs.job.duration", "s", "Time from the start of a Job to its end."));
        jobsFinished = new(meter.CreateCounter<long>("batchjobs.jobs.finished", "{job}", "Jobs that completed or failed."));
        managedElsewhere = new(meter.CreateCounter<long>("batchjobs.jobs.by_external_controller", "{job}", "Jobs that were created for another controller (managedBy)."));
        timeToLiveOverrun = new(meter.CreateHistogram<double>("batchjobs.job.ttl_deletion.duration", "s", "Time from the end of the time to live to the removal of the Job."));
        meter.CreateObservableUpDownCounter("batchjobs.pods.active", ActivePods, "{pod}", "Pods that were asked for and have not ended.");
        Pods = new PodMetrics(meter);
        CronJobs = new CronJobMetrics(meter);
    }

    public PodMetrics Pods { get; }

    public CronJobMetrics CronJobs { get; }

    /// <summary>Somebody wants to know how many cycles there are or how long they take.</summary>
    public bool MeasuresSyncs => syncDuration.Enabled || syncs.Enabled;

    /// <summary>Somebody listens to a counter.</summary>
    public bool CountsNotices => jobsFinished.Enabled || jobDuration.Enabled || Pods.IsEnabled;

    public void Synced(JobState state, JobTransition transition, TimeSpan duration)
    {
        var result = new KeyValuePair<string, object?>("result", "success");
        var action = new KeyValuePair<string, object?>("action", ActionOf(transition));
        syncDuration.Record(duration.TotalSeconds, Mode(state), result, action);
        syncs.Add(1, Mode(state), result, action);
    }

    /// <summary>A cycle ended by a defect, and there will be no other.</summary>
    public void Broke(JobState state) => syncs.Add(1, Mode(state), new("result", "error"), new("action", "reconciling"));

    public void Created(ResolvedJobSpec spec)
    {
        if (spec.ManagedElsewhere && managedElsewhere.Enabled)
        {
            managedElsewhere.Add(1, new KeyValuePair<string, object?>("controller_name", spec.Source.ManagedBy));
        }
    }

    public void Noticed(JobState state, ReadOnlySpan<JobNotice> notices, DateTimeOffset now)
    {
        Pods.Noticed(state, notices);
        foreach (ref readonly JobNotice notice in notices)
        {
            if (notice is { Kind: JobNoticeKind.Finished, Verdict: { } verdict })
            {
                Finished(state, verdict, now);
            }
        }
    }

    public void Removed(JobState state, TimeProvider time)
    {
        Pods.Removed(state);
        if (timeToLiveOverrun.Enabled && timeToLive.EndOf(state) is { } end && state.Deletion?.At >= end)
        {
            timeToLiveOverrun.Record((time.GetUtcNow() - end).TotalSeconds);
        }
    }

    /// <summary>Ends the meter; one that came from a factory stays, since the factory shares and ends it.</summary>
    public void Dispose()
    {
        jobs = null;
        if (meter.Scope is not IMeterFactory)
        {
            meter.Dispose();
        }
    }

    private IEnumerable<Measurement<int>> ActivePods() => jobs is { } present ? [new(present.Present.Sum(static loop => loop.View.ActivePods))] : [];

    private void Finished(JobState state, Verdict verdict, DateTimeOffset now)
    {
        var result = new KeyValuePair<string, object?>("result", verdict.Success ? "succeeded" : "failed");
        jobsFinished.Add(1, Mode(state), result, new("reason", verdict.Reason));
        if (state.StartTime is { } start)
        {
            jobDuration.Record((now - start).TotalSeconds, Mode(state), result);
        }
    }

    internal static KeyValuePair<string, object?> Mode(JobState state) => new("completion_mode", state.Spec.Indexed ? "Indexed" : "NonIndexed");

    private static string ActionOf(JobTransition transition)
    {
        string action = "reconciling";
        foreach (JobCommand command in transition.Commands)
        {
            switch (command.Kind)
            {
                case JobCommandKind.StartPod:
                    return "pods_created";
                case JobCommandKind.StopPod:
                    return "pods_deleted";
                case JobCommandKind.ReleasePod:
                    action = "tracking";
                    break;
            }
        }

        return action;
    }
}

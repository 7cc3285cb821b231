using System.Diagnostics;
using BatchJobs.Commands;
using BatchJobs.State;
using BatchJobs.StateMachine;

namespace BatchJobs.Diagnostics;

/// <summary>The spans of one Job: one from its first step to its end, under whatever its creator was doing, and in it one for each pod.</summary>
/// <remarks>For the loop of the Job only. Nothing is made while nobody listens.</remarks>
/// <param name="state">The Job.</param>
/// <param name="creator">What its creator was doing; none if nobody knows.</param>
internal sealed class JobTrace(JobState state, ActivityContext creator)
{
    private static readonly ActivitySource Source = new("BatchJobs", typeof(JobTrace).Assembly.GetName().Version?.ToString(3));

    private Dictionary<long, Activity>? pods;
    private Activity? job;
    private bool begun;

    /// <summary>Whether somebody listens now, or the creator of a Job would be the parent of its span.</summary>
    public static bool IsWanted => HasListeners || Activity.Current is not null;

    /// <summary>Whether somebody listens now.</summary>
    public static bool HasListeners => Source.HasListeners();

    /// <summary>The spans of a Job that nobody listened to when it came: its pods have spans from now on.</summary>
    public static JobTrace Late(JobState state, ActivityContext creator) => new(state, creator) { begun = true };

    /// <summary>Whether there is no span that could still be told something.</summary>
    public bool IsIdle => job is null && pods is not { Count: > 0 };

    /// <summary>Whether each pod has a span.</summary>
    public bool IsTracing => job is not null || pods is not null || Source.HasListeners();

    /// <summary>The span of a pod that runs; null when nobody listens.</summary>
    public Activity? Find(long ordinal) => pods?.GetValueOrDefault(ordinal);

    public void Follow(JobTransition transition)
    {
        if (!begun)
        {
            begun = true;
            job = Start("batchjobs.job", ActivityKind.Internal, creator);
        }

        if (job is null && pods is null)
        {
            return;
        }

        foreach (JobNotice notice in transition.Notices)
        {
            Describe(notice);
        }

        foreach (JobCommand command in transition.Commands)
        {
            Follow(command);
        }
    }

    private void Describe(JobNotice notice)
    {
        switch (notice.Kind)
        {
            case JobNoticeKind.PodSucceeded when Find(notice.Ordinal!.Value) is { } pod:
                pod.SetTag("batchjobs.pod.outcome", "succeeded").SetStatus(ActivityStatusCode.Ok);
                break;
            case JobNoticeKind.PodFailed when Find(notice.Ordinal!.Value) is { } pod:
                pod.SetTag("batchjobs.pod.outcome", "failed").SetStatus(ActivityStatusCode.Error);
                break;
            case JobNoticeKind.FailureIgnored when Find(notice.Ordinal!.Value) is { } pod:
                pod.SetTag("batchjobs.pod.outcome", "ignored").SetStatus(ActivityStatusCode.Error);
                break;
            case JobNoticeKind.Finished when job is not null && notice.Verdict is { } verdict:
                job.SetTag("batchjobs.job.reason", verdict.Reason).SetStatus(verdict.Success ? ActivityStatusCode.Ok : ActivityStatusCode.Error, verdict.Success ? null : verdict.Message);
                End(ref job);
                break;
        }
    }

    private void Follow(JobCommand command)
    {
        switch (command.Kind)
        {
            case JobCommandKind.StartPod when command.Pod is { } pod && Start("batchjobs.pod", ActivityKind.Consumer, job?.Context ?? creator) is { } span:
                span.SetTag("batchjobs.pod.name", PodNaming.Name(state, pod));
                if (pod.Index != PodRecord.NoIndex)
                {
                    span.SetTag("batchjobs.pod.index", pod.Index);
                }

                (pods ??= [])[pod.Ordinal] = span;
                break;
            case JobCommandKind.ReleasePod when pods?.Remove(command.Ordinal, out Activity? released) == true:
                End(ref released);
                break;
            case JobCommandKind.RemoveJob:
                End(ref job);
                break;
        }
    }

    private Activity? Start(string name, ActivityKind kind, ActivityContext parent)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        // Spans of Jobs live beside each other, not inside whatever runs on this thread.
        Activity? before = Activity.Current;
        try
        {
            return Source.StartActivity(name, kind, parent, [new("batchjobs.job.name", state.Key.Name), new("batchjobs.job.namespace", state.Key.Namespace), new("batchjobs.job.uid", state.Uid)]);
        }
#pragma warning disable CA1031 // a span is worth having, but not worth losing a Job for
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
        finally
        {
            Activity.Current = before;
        }
    }

    private static void End(ref Activity? span)
    {
        Activity? before = Activity.Current;
        try
        {
            span?.Dispose();
        }
#pragma warning disable CA1031 // as above
        catch (Exception)
#pragma warning restore CA1031
        {
        }

        span = null;
        Activity.Current = before;
    }
}

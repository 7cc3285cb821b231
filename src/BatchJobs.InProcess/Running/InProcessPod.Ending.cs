using BatchJobs.Execution;
using BatchJobs.Execution.Kubelet;
using BatchJobs.Pods;

namespace BatchJobs.InProcess.Running;

/// <content>What follows from the end of a body.</content>
internal sealed partial class InProcessPod
{
    /// <returns>Whether to call the body again at once.</returns>
    private bool Settle(PodContext context, AttemptOutcome outcome)
    {
        if (!deadlinePassed)
        {
            outcome = job.KeepResult(context, outcome);
        }

        DateTimeOffset now = services.Time.GetUtcNow();
        ContainerTermination end = TerminationMessages.End(outcome, context.TerminationMessage, status, now);
        if (!outcome.Succeeded)
        {
            InProcessLog.AttemptFailed(services.Logger, Request.Name, outcome.ExitCode, outcome.Reason, end.Message);
        }

        if (!IsStopping && RestartDecision.ShouldRestart(Request.Spec.RestartPolicy, Container, outcome.ExitCode))
        {
            return BackOff(end, now);
        }

        End(outcome.Succeeded && !deadlinePassed ? PodPhase.Succeeded : PodPhase.Failed, end);
        return false;
    }

    /// <returns>Whether to call the body again at once.</returns>
    private bool BackOff(ContainerTermination end, DateTimeOffset now)
    {
        TimeSpan wait = backoff.TryStart(now, end.FinishedAt);
        status = PodStatuses.BackingOff(status, CrashLoop.Waiting(Request, Container, backoff.Delay), end);
        if (wait == TimeSpan.Zero)
        {
            return true;
        }

        alarm = SetAlarm(now + wait, StartAgain);
        Report();
        return false;
    }

    /// <summary>Ends a pod that waits for a slot or a restart; its container is as it last ended, if it ever ran.</summary>
    private void EndWithoutBody()
    {
        services.Slots.Remove(this);
        End(PodPhase.Failed, status.ContainerStatuses[0].LastTermination);
    }

    private void End(PodPhase phase, ContainerTermination? end, string? reason = null, string? message = null)
    {
        ended = true;
        PodStatus last = PodStatuses.Ended(status, phase, end, services.Time.GetUtcNow());
        status = deadlinePassed && reason is null
            ? last with { Reason = "DeadlineExceeded", Message = "Pod was active on the node longer than the specified deadline" }
            : last with { Reason = reason, Message = message };
        Quieten();
        Report();
        RemoveIfDone();
    }

    private void Quieten()
    {
        alarm?.Dispose();
        deadline?.Dispose();
        job.CloseLog(Request.Id.Ordinal);
    }

    private void RemoveIfDone()
    {
        if (ended && released)
        {
            job.Remove(this);
        }
    }

    private void Report() => services.Observer?.OnReport(new PodReport(Request.Id, status));
}

using BatchJobs.Execution.Kubelet;
using BatchJobs.Pods;

namespace BatchJobs.InProcess.Running;

/// <content>What happens when time has passed.</content>
internal sealed partial class InProcessPod
{
    private void StartAgain(Alarm rung)
    {
        lock (gate)
        {
            if (alarm != rung || ended)
            {
                return;
            }

            alarm = null;
            backoff.TryStart(services.Time.GetUtcNow(), status.ContainerStatuses[0].LastTermination!.FinishedAt);
        }

        services.Slots.Enter(this);
    }

    private void PassDeadline(Alarm rung)
    {
        lock (gate)
        {
            if (ended)
            {
                return;
            }

            deadlinePassed = true;
            if (attempt is null)
            {
                EndWithoutBody();
            }
            else if (status.DeletionTimestamp is null)
            {
                Interrupt(GracePeriods.Of(Request.Spec));
            }
        }
    }

    private void Interrupt(TimeSpan grace)
    {
        attempt!.Cancel();
        alarm?.Dispose();
        alarm = SetAlarm(services.Time.GetUtcNow() + (grace > LeastGrace ? grace : LeastGrace), Abandon);
    }

    private void Abandon(Alarm rung)
    {
        bool leave;
        lock (gate)
        {
            if (alarm != rung || ended)
            {
                return;
            }

            InProcessLog.Abandoned(services.Logger, Request.Name);
            abandoned = true;
            leave = !services.Options.AbandonedPodsHoldSlots;
            holdsSlot = !leave;
            End(PodPhase.Failed, TerminationMessages.End(AttemptOutcome.WasAbandoned, attempt!.Context.TerminationMessage, status, services.Time.GetUtcNow()), AttemptOutcome.Abandoned);
        }

        if (leave)
        {
            services.Slots.Leave();
        }
    }

    private Alarm SetAlarm(DateTimeOffset due, Action<Alarm> ring)
    {
        // Rings on another thread, or later on this one, after the caller has kept it: it has to take the lock first.
        var set = new Alarm(services.Time, due, ring);
        set.Set();
        return set;
    }
}

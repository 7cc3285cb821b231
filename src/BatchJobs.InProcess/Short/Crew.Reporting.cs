using BatchJobs.InProcess.Running;
using BatchJobs.Pods;

namespace BatchJobs.InProcess.Short;

/// <content>What follows from the ends of bodies.</content>
internal sealed partial class Crew
{
    /// <summary>Settles what follows from the end of a body.</summary>
    /// <returns>Who has to hear of it, if the pod was handed over meanwhile.</returns>
    private PodAttempt? Settle(Shift shift, PodContext pod, AttemptOutcome outcome)
    {
        shift.Current = null;
        shift.Outcome = null;
        RegainAttention(shift);
        return End(shift, pod, outcome);
    }

    /// <summary>Settles what follows from the ends of bodies that went on elsewhere, as far as they can be reported together.</summary>
    private PodAttempt? SettleReturned(Shift shift, out AttemptOutcome outcome, AttemptOutcome before)
    {
        outcome = before;
        while (returned.TryPeek(out (PodContext Pod, AttemptOutcome Outcome) ended)
            && (ended.Pod.State == ShortPodState.HandedOver || shift.Count == 0 || (shift.Job == ended.Pod.ShortPods && !shift.IsFull)))
        {
            returned.Dequeue();
            outcome = ended.Outcome;
            if (End(shift, ended.Pod, ended.Outcome) is { } handedOver)
            {
                return handedOver;
            }
        }

        return null;
    }

    /// <returns>Who has to hear of the end, if the pod was handed over meanwhile.</returns>
    private static PodAttempt? End(Shift shift, PodContext pod, AttemptOutcome outcome)
    {
        if (pod.State == ShortPodState.HandedOver)
        {
            return pod.HandedOverTo;
        }

        PodCompletion end = ShortPodEnd.Of(pod, outcome, shift.Clock);
        ShortPodEnd.Settle(pod);
        ShortPodJob job = pod.ShortPods!;
        job.End(in end);
        shift.Add(job, in end);
        return null;
    }

    /// <summary>Reports the ends. What the engine asks for meanwhile on this thread is noted, and done together afterwards: two locks less for each pod.</summary>
    private void Report(Shift shift)
    {
        Shift.Mine = shift;
        try
        {
            shift.Report(services.Observer, Now);
        }
        finally
        {
            Shift.Mine = null;
        }

        CarryOutReleases(shift);
    }

    /// <summary>The engine has to say how a Job goes on whose lease is used up.</summary>
    private void ReportDue(Shift shift, ShortPodJob job)
    {
        shift.Clock = Now;
        Shift.Mine = shift;
        try
        {
            job.Leased.Untold?.Due();
        }
        finally
        {
            Shift.Mine = null;
        }

        shift.OwesHeld = true;
        shift.Clock = Now; // the step took longer than bodies may that are quick

        CarryOutReleases(shift);
    }

    /// <summary>Does what was noted, because somebody has to see it done.</summary>
    private void CarryOut()
    {
        if (Mine is { } noted)
        {
            lock (gate)
            {
                Admit(noted);
            }

            CarryOutReleases(noted);
        }
    }

    private void CarryOutReleases(Shift shift)
    {
        if (shift.Released.Count == 0)
        {
            return;
        }

        List<(ShortPodJob Job, long Ordinal, InProcessPod? Ordinary)>? others = null;
        lock (gate)
        {
            foreach ((ShortPodJob job, long ordinal) in shift.Released)
            {
                if (job.Find(ordinal) is not { State: ShortPodState.Ended })
                {
                    (others ??= []).Add((job, ordinal, Forget(job, ordinal)));
                }
                else
                {
                    job.Release(ordinal);
                }
            }

            shift.Released.Clear();
            Admit(shift);
        }

        if (others is not null)
        {
            others.ForEach(static other => (other.Ordinary ?? other.Job.Job.Find(other.Ordinal))?.Release());
        }
    }
}

using BatchJobs.Execution;
using BatchJobs.Pods;

namespace BatchJobs.InProcess.Short;

/// <content>What is done about bodies that last, about leases that are out for long, and about Jobs that wait for long.</content>
internal sealed partial class Crew
{
    /// <summary>Looks, now and then while there are pods, which of them last; false if there are none.</summary>
    public bool LookOut()
    {
        List<(ShortPodJob Job, PodCompletion[] Ends)>? late = null;
        List<PodLease>? untold = null;
        bool summon;
        bool any;
        bool keepsHeldWaiting;
        lock (gate)
        {
            foreach (Shift shift in shifts)
            {
                if (shift.Current is { } pod && shift.HoldsStill())
                {
                    Relieve(shift, pod, ref late);
                }
            }

            foreach (ShortPodJob job in Busy)
            {
                if (job.IsLeasing)
                {
                    FollowUp(job, ref untold);
                }
            }

            HandOverLasting(Now - Lookout.Period);
            any = shifts.Count > 0 || Busy.Count > 0 || HasHeld;
            keepsHeldWaiting = KeepsHeldWaiting();
            summon = NeedsHelp();
        }

        Summon(summon);
        if (keepsHeldWaiting)
        {
            held!.BeginAll();
        }

        untold?.ForEach(static lease => lease.Due());
        if (late is not null)
        {
            late.ForEach(report => services.Observer?.OnCompleted(report.Job.Uid, report.Ends));
        }

        return any;
    }

    private static void FollowUp(ShortPodJob job, ref List<PodLease>? untold)
    {
        if (job.Leased.Untold is { } lease)
        {
            if (lease.IsOverdue(Lookout.Period))
            {
                (untold ??= []).Add(lease);
            }
        }
        else if (!job.Pods.Any())
        {
            job.Leased.Close();
        }
    }

    /// <summary>A body holds its thread for long: others report and go on for that thread.</summary>
    private void Relieve(Shift shift, PodContext pod, ref List<(ShortPodJob Job, PodCompletion[] Ends)>? late)
    {
        if (pod.State == ShortPodState.Running)
        {
            pod.ShortPods!.Registration.Pace.Stumble();
            HandOverLocked(pod);
        }

        LoseAttention(shift);
        if (shift.Count > 0)
        {
            (late ??= []).Add((shift.Job!, shift.Take()));
        }
    }

    private void HandOverLasting(DateTimeOffset startedBefore)
    {
        for (int i = Busy.Count - 1; i >= 0; i--)
        {
            Busy[i].TakeLasting(startedBefore)?.ForEach(pod => HandOverLocked(pod));
            if (Busy[i].ReturnTable())
            {
                Busy.RemoveAt(i);
            }
        }
    }
}

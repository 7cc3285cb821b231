using BatchJobs.Execution;
using BatchJobs.Pods;

namespace BatchJobs.InProcess.Short;

/// <content>The lanes: how one begins, goes on, and ends.</content>
internal sealed partial class LeasedPods
{
    private void CloseLane(LeaseLane lane, PodLease from)
    {
        lock (lane.Gate)
        {
            if (lane.Pod is { } pod)
            {
                lane.Pod = null;
                pod.State = ShortPodState.Running;
                job.TryAdd(pod);
                from.GoesOn(PositionOf(pod));
            }

            from.GiveBack(lane.Share);
        }
    }

    /// <summary>The end of a pod that the engine knows; the crew has to remember it until it is released.</summary>
    private Succession FollowKnown(out LeaseLane? lane, PodContext pod, in PodCompletion end, DateTimeOffset now, out PodContext? next)
    {
        lane = null;
        lock (crew.Gate)
        {
            lock (gate)
            {
                next = null;
                if (pod.State != ShortPodState.Running || !IsOpen || !lease!.Takes(end.ExitCode))
                {
                    return Succession.Ordinary;
                }

                lane = Join();
                lock (lane.Gate)
                {
                    ShortPodEnd.Settle(pod);
                    job.End(in end);
                    return Answer(lane, lease.Tell(lane.Share, PodLease.Known, end.ExitCode, end.FinishedAt.UtcTicks, in end), now, out next);
                }
            }
        }
    }

    private LeaseLane Join()
    {
        if (joined == lanes.Count)
        {
            lanes.Add(new LeaseLane());
        }

        if (joined == 1 && lease!.IsOrdered)
        {
            lock (lanes[0].Gate)
            {
                lease.GiveBack(lanes[0].Share);
            }
        }

        LeaseLane lane = lanes[joined++];
        lease!.Join(lane.Share);
        return lane;
    }

    private int PositionOf(PodContext pod) => (int)(pod.Ordinal - lease!.FirstOrdinal);

    private Succession Answer(LeaseLane lane, bool granted, DateTimeOffset now, out PodContext? next)
    {
        lane.Pod = null;
        next = granted ? StartNext(lane, now) : null;
        return granted ? Succession.Next : Succession.Due;
    }

    private PodContext StartNext(LeaseLane lane, DateTimeOffset now)
    {
        int position = lane.Share.Started;
        return lane.Pod = new PodContext(job, lease!.Source, lease.OrdinalOf(position), lease.IndexOf(position)) { State = ShortPodState.Leased, StartedAt = now };
    }
}

using BatchJobs.InProcess.Running;

namespace BatchJobs.InProcess.Short;

/// <content>Taking one pod after the other.</content>
internal sealed partial class Crew
{
    void IThreadPoolWorkItem.Execute()
    {
        Shift shift;
        lock (gate)
        {
            summoned = false;
            shift = BeginShift();
        }

        shift.Clock = Now;
        Work(shift);
    }

    private void Work(Shift shift)
    {
        while (true)
        {
            PodContext? next;
            PodAttempt? handedOver = null;
            AttemptOutcome outcome = default;
            bool summon = false;
            lock (gate)
            {
                Admit(shift);
                if (shift.Outcome is { } ended)
                {
                    outcome = ended;
                    handedOver = Settle(shift, shift.Current!, ended);
                }

                handedOver ??= SettleReturned(shift, out outcome, outcome);
                bool owesHeld = HasHeld && shift is { Count: 0, OwesHeld: true };
                next = handedOver is null && !owesHeld ? TakeNext(shift, out summon) : null;
                if (next is null && handedOver is null && shift.Count == 0 && !HasHeld)
                {
                    EndShift(shift);
                    return;
                }
            }

            Summon(summon);
            if (next is not null)
            {
                Run(shift, next);
            }
            else if (handedOver is not null)
            {
                Complete(shift, handedOver, outcome);
            }
            else if (shift.Count > 0)
            {
                Report(shift);
            }
            else
            {
                BeginHeld(shift);
            }
        }
    }

    /// <summary>Ends a pod that was handed over: what its body took from its scope is disposed of, which may last.</summary>
    private void Complete(Shift shift, PodAttempt handedOver, AttemptOutcome outcome)
    {
        if (shift.Count > 0)
        {
            Report(shift);
        }

        LeaveToOthers(shift);
        handedOver.Complete(outcome);
        lock (gate)
        {
            RegainAttention(shift);
        }
    }

    /// <summary>The next pod; null if there is none, or if ends have to be reported first.</summary>
    private PodContext? TakeNext(Shift shift, out bool summon)
    {
        summon = false;
        Queue<PodContext> line = LineOf(shift);
        while (line.TryPeek(out PodContext? pod) && (shift.Count == 0 || returned.Count == 0))
        {
            if (pod.State != ShortPodState.Waiting)
            {
                line.Dequeue();
                line = LineOf(shift);
                continue;
            }

            ShortPodJob job = pod.ShortPods!;
            bool quick = job.Registration.Pace.IsQuick;
            if (shift.Count > 0 && (shift.Job != job || !quick || shift.IsFull))
            {
                return null;
            }

            line.Dequeue();
            pod.State = ShortPodState.Running;
            pod.StartedAt = shift.Clock > pod.StartedAt ? shift.Clock : pod.StartedAt;
            shift.Begin(pod);
            if (!quick)
            {
                LoseAttention(shift);
                summon = NeedsHelp();
            }

            return pod;
        }

        return null;
    }

    private Queue<PodContext> LineOf(Shift shift) => shift.Own.Count > 0 ? shift.Own : ready;

    /// <summary>Calls the body of a pod, and those of the pods that follow it under a lease.</summary>
    private void Run(Shift shift, PodContext pod)
    {
        ShortPodJob job = pod.ShortPods!;
        Pace pace = job.Registration.Pace;
        LeaseLane? lane = null;
        shift.BeginRow();
        while (true)
        {
            if (body.Begin(pod, job.Registration, out AttemptOutcome outcome) is { } elsewhere)
            {
                GoElsewhere(shift, pod, lane, elsewhere);
                return;
            }

            if (shift.NeedsClock(pace.IsQuick))
            {
                KeepTime(shift, job);
            }

            PodContext? next = null;
            switch (job.IsLeasing ? job.Leased.Follow(ref lane, pod, in outcome, shift.Clock, out next) : Succession.Ordinary)
            {
                case Succession.Next:
                    pod = next!;
                    shift.Begin(pod);
                    break;
                case Succession.Due:
                    lock (gate)
                    {
                        shift.Current = null;
                        RegainAttention(shift);
                    }

                    ReportDue(shift, job);
                    return;
                default:
                    MakeKnown(pod);
                    shift.Outcome = outcome;
                    return;
            }
        }
    }

    /// <summary>Looks at the clock: after each body that may last, and now and then among quick ones.</summary>
    private void KeepTime(Shift shift, ShortPodJob job)
    {
        Pace pace = job.Registration.Pace;
        DateTimeOffset now = Now;
        if (pace.IsQuick || shift.IsSample)
        {
            pace.Measure(now - shift.Clock, shift.CallsSinceClock);
        }

        shift.Clock = now;
        if (job.IsLeasing && job.Leased.IsLate)
        {
            lock (gate)
            {
                job.Leased.Close(); // so that this end is reported, and with it all before it
            }
        }

        if (shift.IsAttentive && (!pace.IsQuick || (shift.IsInLongRow && job.Leased.CanBeShared)))
        {
            LeaveToOthers(shift);
        }
    }

    /// <summary>Others will have to do with a pod: so the engine has to know of it first.</summary>
    private void MakeKnown(PodContext pod)
    {
        if (pod.State == ShortPodState.Leased)
        {
            lock (gate)
            {
                pod.ShortPods!.Leased.Close();
            }
        }
    }
}

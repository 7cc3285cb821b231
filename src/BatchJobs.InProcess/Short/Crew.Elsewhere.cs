using System.Runtime.CompilerServices;
using BatchJobs.InProcess.Running;

namespace BatchJobs.InProcess.Short;

/// <content>Bodies that go on elsewhere.</content>
internal sealed partial class Crew
{
    private void GoElsewhere(Shift shift, PodContext pod, LeaseLane? lane, Task<int> running)
    {
        Pace pace = pod.ShortPods!.Registration.Pace;
        if (!pace.IsQuick)
        {
            shift.Clock = Now;
            pace.Measure(shift.Clock - pod.StartedAt, 1);
        }

        lock (gate)
        {
            shift.Current = null;
            RegainAttention(shift);
        }

#pragma warning disable CA2012 // nobody waits for it: it ends by settling the pod
        _ = AwaitAsync(pod, lane, running);
#pragma warning restore CA2012
    }

    /// <summary>Waits for a body that goes on elsewhere, and goes on there with the pods that follow it under a lease.</summary>
    /// <remarks>Otherwise, if a thread of the crew will soon come by, the end is left to it, so that ends are reported together.</remarks>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask AwaitAsync(PodContext pod, LeaseLane? lane, Task<int> begun)
    {
        ShortPodJob job = pod.ShortPods!;
        Task<int>? running = begun;
        while (true)
        {
            await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            AttemptOutcome outcome = body.OutcomeOf(pod, new ValueTask<int>(running));
            Succession then = Succession.Ordinary;
            running = null;
            while (running is null && job.IsLeasing && (then = job.Leased.Follow(ref lane, pod, in outcome, Now, out PodContext? next)) == Succession.Next)
            {
                pod = next!;
                running = body.Begin(pod, job.Registration, out outcome);
                then = Succession.Ordinary;
            }

            if (running is null)
            {
                Finish(pod, job, outcome, then);
                return;
            }
        }
    }

    /// <summary>A body that went on elsewhere has ended, and no other one follows.</summary>
    private void Finish(PodContext pod, ShortPodJob job, AttemptOutcome outcome, Succession then)
    {
        MakeKnown(pod);
        Shift shift;
        lock (gate)
        {
            if (then == Succession.Ordinary)
            {
                returned.Enqueue((pod, outcome));
                if (attentive > 0)
                {
                    return;
                }
            }

            shift = BeginShift();
        }

        shift.Clock = Now;
        if (then == Succession.Due)
        {
            ReportDue(shift, job);
        }

        Work(shift);
    }
}

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

            if (!Thread.CurrentThread.IsThreadPoolThread)
            {
                await default(ToPool); // it belongs to whoever completed what the body waited for, and who wants to go on
            }

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
    /// <remarks>What follows is left to a thread of the crew: this one may be in the middle of the call that completed what the body waited for.</remarks>
    private void Finish(PodContext pod, ShortPodJob job, AttemptOutcome outcome, Succession then)
    {
        MakeKnown(pod);
        if (then == Succession.Due)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static due => due.Crew.WorkOnDue(due.Job), (Crew: this, Job: job), preferLocal: true);
            return;
        }

        bool summon;
        lock (gate)
        {
            returned.Enqueue((pod, outcome));
            summon = NeedsHelp();
        }

        Summon(summon);
    }

    private void WorkOnDue(ShortPodJob job)
    {
        Shift shift;
        lock (gate)
        {
            shift = BeginShift();
        }

        shift.Clock = Now;
        ReportDue(shift, job);
        Work(shift);
    }

    /// <summary>Goes on at the bottom of a thread of the pool.</summary>
    private readonly struct ToPool : ICriticalNotifyCompletion
    {
        public bool IsCompleted => false;

        public ToPool GetAwaiter() => this;

        public void GetResult()
        {
        }

        public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

        public void UnsafeOnCompleted(Action continuation) => ThreadPool.UnsafeQueueUserWorkItem(static next => next(), continuation, preferLocal: false);
    }
}

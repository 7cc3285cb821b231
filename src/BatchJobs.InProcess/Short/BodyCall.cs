using System.Runtime.CompilerServices;
using BatchJobs.InProcess.Running;

namespace BatchJobs.InProcess.Short;

/// <summary>Calls bodies, and says how they ended.</summary>
internal sealed class BodyCall(ExceptionExitCodes exitCodes)
{
    /// <summary>Calls the body of a pod.</summary>
    /// <returns>The call, if it goes on elsewhere, even if it has ended since; otherwise null, and there is an outcome.</returns>
    public Task<int>? Begin(PodContext pod, PodHandlerRegistration registration, out AttemptOutcome outcome)
    {
        ExecutionContext? clean = ExecutionContext.Capture();
        SynchronizationContext? before = SynchronizationContext.Current;
        Task<int>? elsewhere = null;
        try
        {
            ValueTask<int> running = registration.Handler.RunAsync(pod);
            if (running.IsCompletedSuccessfully)
            {
                outcome = AttemptOutcome.Exited(running.Result);
            }
            else
            {
                elsewhere = Continue(pod, running, out outcome);
            }
        }
#pragma warning disable CA1031 // whatever a body throws is the failure of its pod, and of nothing else
        catch (Exception error)
#pragma warning restore CA1031
        {
            Threw(pod, error, out outcome);
        }

        // What a body leaves on its thread must not reach the next one.
        if (clean is not null && !ReferenceEquals(clean, ExecutionContext.Capture()))
        {
            ExecutionContext.Restore(clean);
        }

        if (!ReferenceEquals(before, SynchronizationContext.Current))
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }

        return elsewhere;
    }

    /// <summary>The outcome of a body; of one that failed without throwing its exception once more, which would take 2 us.</summary>
    public AttemptOutcome OutcomeOf(PodContext pod, ValueTask<int> ended)
    {
        if (ended.IsCompletedSuccessfully)
        {
            return AttemptOutcome.Exited(ended.Result);
        }

        Task<int> task = ended.AsTask();
        Threw(pod, task.Exception?.InnerExceptions[0] ?? new TaskCanceledException(task), out AttemptOutcome outcome);
        return outcome;
    }

    /// <summary>What a body did that has not succeeded yet. Kept apart, as <see cref="Threw"/> is: what they need on the stack would cost the bodies that return at once a fifth of their time.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Task<int>? Continue(PodContext pod, ValueTask<int> running, out AttemptOutcome outcome)
    {
        Task<int>? elsewhere = null;
        outcome = default;

        // Asked once: the answer may be another one a moment later.
        if (running.IsCompleted)
        {
            outcome = OutcomeOf(pod, running);
        }
        else
        {
            elsewhere = running.AsTask();
        }

        return elsewhere;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Threw(PodContext pod, Exception error, out AttemptOutcome outcome) =>
        outcome = error is OperationCanceledException && pod.IsStopping ? AttemptOutcome.WasCancelled : exitCodes.OutcomeOf(error);
}

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
        Task<int>? elsewhere = null;
        try
        {
            ValueTask<int> running = registration.Handler.RunAsync(pod);

            // Asked once: the answer may be another one a moment later.
            if (running.IsCompleted)
            {
                outcome = OutcomeOf(pod, running);
            }
            else
            {
                outcome = default;
                elsewhere = running.AsTask();
            }
        }
#pragma warning disable CA1031 // whatever a body throws is the failure of its pod, and of nothing else
        catch (Exception error)
#pragma warning restore CA1031
        {
            outcome = OutcomeOf(pod, error);
        }

        // What a body leaves in AsyncLocals must not reach the next one.
        if (clean is not null && !ReferenceEquals(clean, ExecutionContext.Capture()))
        {
            ExecutionContext.Restore(clean);
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
        return OutcomeOf(pod, task.Exception?.InnerExceptions[0] ?? new TaskCanceledException(task));
    }

    private AttemptOutcome OutcomeOf(PodContext pod, Exception error) =>
        error is OperationCanceledException && pod.IsStopping ? AttemptOutcome.WasCancelled : exitCodes.OutcomeOf(error);
}

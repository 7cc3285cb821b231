using BatchJobs.Client;
using BatchJobs.Events;
using BatchJobs.StateMachine;

namespace BatchJobs.Runtime;

/// <content>How the Job comes to be found.</content>
internal sealed partial class JobLoop
{
    /// <summary>Lets the Job be found, and has it begin when its turn comes.</summary>
    public void Hold(HeldJobs held)
    {
        Hold();
        try
        {
            LetIn(services.Directory.TryAddHeld(this));
        }
        catch
        {
            services.Quiescence.Exit();
            throw;
        }

        held.Add(this);

        // Looked at once the Job waits, so that either this sees the engine stop or the stopping engine sees the Job.
        if (services.Stopping)
        {
            held.BeginAll();
        }
    }

    /// <summary>Begins, on the caller's thread, with a Job that was held.</summary>
    public async void BeginHeld()
    {
        try
        {
            await BeginHeldAsync().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // the loop has broken, which is told to everybody who asks
        catch
#pragma warning restore CA1031
        {
        }
    }

    /// <summary>Lets the Job be found, and submits it at the time of this step, which looks at it at once.</summary>
    private void Enter(DateTimeOffset now)
    {
        if (IsKnown)
        {
            services.Directory.ExpectReports(this);
        }
        else
        {
            LetIn(services.Directory.TryAdd(this));
        }

        Entered();
        JobStateMachine.Submit(state, now);

        // Looked at once the Job can be found, so that either this sees the engine stop or the stopping engine sees the Job.
        if (services.Stopping)
        {
            Happen(JobEvent.EngineStopping());
        }
    }

    private void LetIn(bool isNew)
    {
        if (!isNew)
        {
            throw new JobAlreadyExistsException(Key);
        }

        // Looked at once the Job can be found, so that either this sees the end of the engine or that end sees the Job.
        if (services.Closed)
        {
            var closed = new ObjectDisposedException(nameof(JobEngine));
            services.Directory.Remove(this);
            Close(closed); // somebody may have found the Job and asked it for something
            throw closed;
        }
    }
}

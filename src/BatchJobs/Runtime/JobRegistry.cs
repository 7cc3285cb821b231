using BatchJobs.Diagnostics;
using BatchJobs.Durability;
using BatchJobs.Events;
using BatchJobs.Primitives;
using BatchJobs.Resolution;
using BatchJobs.Specs;
using BatchJobs.State;

namespace BatchJobs.Runtime;

/// <summary>Lets Jobs in and sends them away, for users and CronJobs alike.</summary>
internal sealed class JobRegistry(LoopServices services)
{
    private Lazy<Task>? connected;

    /// <summary>Ends when the executor can report and the Jobs of the store, if there is one, have been taken up.</summary>
    public Task ConnectAsync() => LazyInitializer.EnsureInitialized(ref connected, () => new Lazy<Task>(BeginAsync)).Value;

    private bool IsConnected => connected is { IsValueCreated: true, Value.IsCompletedSuccessfully: true };

    public Task<Job> CreateAsync(Job job, CancellationToken cancellationToken) =>
        AdmitAsync(job, static (admitted, _) => admitted, cancellationToken).AsTask();

    /// <summary>Lets a Job in; its view is good for questions even when the Job is gone already.</summary>
    public ValueTask<(Job Admitted, JobView View)> FollowAsync(Job job, CancellationToken cancellationToken) =>
        AdmitAsync(job, static (admitted, view) => (admitted, view), cancellationToken);

    /// <remarks>What is told is a function, so that of thousands that wait for their turn each has one object that waits for it, and not one for each way to ask.</remarks>
    private ValueTask<T> AdmitAsync<T>(Job job, Func<Job, JobView, T> tell, CancellationToken cancellationToken) => IsConnected && services.CreationTurns is null
        ? AdmitNowAsync(job, tell)
        : AdmitInTurnAsync(job, tell, cancellationToken);

    private async ValueTask<T> AdmitInTurnAsync<T>(Job job, Func<Job, JobView, T> tell, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(services.Stopping, typeof(JobEngine));
        if (!IsConnected)
        {
            await ConnectAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        if (services.CreationTurns is not { } turns)
        {
            return await AdmitNowAsync(job, tell).ConfigureAwait(false);
        }

        job = CreatorSpan.Mark(job);

        // Who waits for a turn is at work, so that nobody takes the engine for idle between two turns.
        services.Quiescence.Enter();
        try
        {
            await turns.EnterAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return await AdmitNowAsync(job, tell).ConfigureAwait(false);
            }
            finally
            {
                turns.Leave();
            }
        }
        finally
        {
            services.Quiescence.Exit();
        }
    }

    private async ValueTask<T> AdmitNowAsync<T>(Job job, Func<Job, JobView, T> tell)
    {
        ObjectDisposedException.ThrowIf(services.Stopping, typeof(JobEngine));
        DateTimeOffset now = services.Time.GetUtcNow();
        Guid uid = services.Options.NewUid(now);
        long version = services.NextVersion();
        (Job admitted, ResolvedJobSpec spec, AdmittedAgain? recipe) = JobIntake.Admit(job, uid, now, version);
        var state = new JobState(recipe?.Key ?? admitted.Key(), uid, spec);
        if (recipe is null)
        {
            JobRetry.Inherit(admitted, state);
        }

        var loop = new JobLoop(services, admitted, state, version, recipe);
        if (services.Held is { } held && held.HasToWait(spec.Source.Template.Spec))
        {
            loop.Hold(held);
        }
        else
        {
            await loop.BeginAsync().ConfigureAwait(false);
        }

        services.Metrics.Created(state);
        JobEngineLog.JobCreated(services.Logger, loop.Key);
        return tell(admitted, loop.View);
    }

    private Task BeginAsync() => services.Commits is { } commits
        ? new Recovery(services, this, commits).RunAsync()
        : services.Executor.ConnectAsync(services.Directory, services.Closing).AsTask();

    /// <param name="key">The Job.</param>
    /// <param name="uid">Its incarnation; null for whichever there is.</param>
    /// <param name="mode">What becomes of its pods.</param>
    /// <returns>false if there is no such Job.</returns>
    public async Task<bool> DeleteAsync(JobKey key, Guid? uid, DeletionMode mode)
    {
        if (!services.Directory.TryGet(key, out JobLoop? loop) || (uid is not null && uid != loop.Uid))
        {
            return false;
        }

        return await loop.AskAsync(() =>
        {
            loop.Happen(JobEvent.DeletionRequested(mode));
            return true;
        }).ConfigureAwait(false);
    }
}

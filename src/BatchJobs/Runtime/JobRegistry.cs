using BatchJobs.Client;
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
    /// <summary>How many names are tried for a Job that leaves it to the engine, as some may be taken.</summary>
    /// <remarks>KEP-4420, RetryGenerateName.</remarks>
    private const int MostNames = 8;

    private Lazy<Task>? connected;

    /// <summary>Ends when the executor can report and the Jobs of the store, if there is one, have been taken up.</summary>
    public Task ConnectAsync() => LazyInitializer.EnsureInitialized(ref connected, () => new Lazy<Task>(BeginAsync)).Value;

    private bool IsConnected => connected is { IsValueCreated: true, Value.IsCompletedSuccessfully: true };

    public Task<Job> CreateAsync(Job job, CancellationToken cancellationToken) =>
        AdmitAsync(job, static (admitted, _) => admitted, mayLeave: true, cancellationToken).AsTask();

    /// <summary>Lets a Job in; its view is good for questions even when the Job is gone already.</summary>
    /// <remarks>Cancelled while the Job is saved it waits for that all the same, so that the caller learns of a Job that is there.</remarks>
    public ValueTask<(Job Admitted, JobView View)> FollowAsync(Job job, CancellationToken cancellationToken) =>
        AdmitAsync(job, static (admitted, view) => (admitted, view), mayLeave: false, cancellationToken);

    /// <remarks>What is told is a function, so that of thousands that wait for their turn each has one object that waits for it, and not one for each way to ask.</remarks>
    private ValueTask<T> AdmitAsync<T>(Job job, Func<Job, JobView, T> tell, bool mayLeave, CancellationToken cancellationToken) => IsConnected && services.CreationTurns is null
        ? AdmitNowAsync(job, tell)
        : AdmitInTurnAsync(job, tell, mayLeave, cancellationToken);

    private async ValueTask<T> AdmitInTurnAsync<T>(Job job, Func<Job, JobView, T> tell, bool mayLeave, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(services.Stopping, typeof(JobEngine));
        if (!IsConnected)
        {
            await ConnectAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        ValueTask<T> admission;

        // Who waits for a turn is at work, so that nobody takes the engine for idle between two turns.
        services.Quiescence.Enter();
        try
        {
            if (services.CreationTurns is { } turns)
            {
                job = CreatorSpan.Mark(job);
                await turns.EnterAsync(cancellationToken).ConfigureAwait(false);
            }

            admission = AdmitNowAsync(job, tell);
        }
        finally
        {
            services.Quiescence.Exit();
        }

        return mayLeave && cancellationToken.CanBeCanceled
            ? await admission.AsTask().WaitAsync(cancellationToken).ConfigureAwait(false)
            : await admission.ConfigureAwait(false);
    }

    /// <remarks>If there are turns, this is one, and is over as soon as the Job is saved: its pods may have to wait for something that only ends when others have been created.</remarks>
    private async ValueTask<T> AdmitNowAsync<T>(Job job, Func<Job, JobView, T> tell)
    {
        JobLoop? loop = null;
        try
        {
            for (int attempt = 1; ; attempt++)
            {
                ObjectDisposedException.ThrowIf(services.Stopping, typeof(JobEngine));
                loop = Make(job, out Job admitted);
                try
                {
                    await LetInAsync(loop).ConfigureAwait(false);
                }
                catch (JobAlreadyExistsException) when (attempt < MostNames && string.IsNullOrEmpty(job.Metadata.Name))
                {
                    continue;
                }

                services.Metrics.Created(loop.Spec);
                JobEngineLog.JobCreated(services.Logger, loop.Key);
                return tell(admitted, loop.View);
            }
        }
        finally
        {
            if (loop is not { IsSaved: true })
            {
                services.CreationTurns?.Leave();
            }
        }
    }

    private JobLoop Make(Job job, out Job admitted)
    {
        DateTimeOffset now = services.Time.GetUtcNow();
        Guid uid = services.Options.NewUid(now);
        long version = services.NextVersion();
        (admitted, ResolvedJobSpec spec, AdmittedAgain? recipe) = JobIntake.Admit(job, uid, now, version);
        var state = new JobState(recipe?.Key ?? admitted.Key(), uid, spec);
        if (recipe is null)
        {
            JobRetry.Inherit(admitted, state);
        }

        return new JobLoop(services, admitted, state, version, recipe);
    }

    private ValueTask LetInAsync(JobLoop loop)
    {
        if (services.Held is { } held && held.HasToWait(loop.Spec.Source.Template.Spec))
        {
            loop.Hold(held);
            return default;
        }

        return loop.BeginAsync();
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
        return services.Directory.TryGet(key, out JobLoop? loop)
            && (uid is null || uid == loop.Uid)
            && await loop.TryAskAsync(() => loop.Happen(JobEvent.DeletionRequested(mode))).ConfigureAwait(false);
    }
}

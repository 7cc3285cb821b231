using BatchJobs.Client;
using BatchJobs.Diagnostics;
using BatchJobs.Events;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.State;
using BatchJobs.StateMachine;

namespace BatchJobs.Runtime;

/// <summary>Lets Jobs in and sends them away, for users and CronJobs alike.</summary>
internal sealed class JobRegistry(LoopServices services)
{
    private readonly Lazy<Task> connected = new(() => services.Executor.ConnectAsync(services.Directory, services.Closing).AsTask());

    /// <summary>Ends when the executor can report.</summary>
    public Task ConnectAsync() => connected.Value;

    public async Task<Job> CreateAsync(Job job, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(services.Stopping, typeof(JobEngine));
        Guid uid = services.Options.NewUid();
        Job admitted = JobIntake.Create(job, uid, services.Time.GetUtcNow(), services.NextResourceVersion());
        await connected.Value.WaitAsync(cancellationToken).ConfigureAwait(false);

        var state = new JobState(admitted.Key(), uid, JobIntake.Resolve(admitted));
        var loop = new JobLoop(services, admitted, state);
        await loop.AskAsync(() =>
        {
            if (!services.Directory.TryAdd(loop))
            {
                throw new JobAlreadyExistsException(loop.Key);
            }

            JobStateMachine.Submit(state, services.Time.GetUtcNow());

            // Looked at once the Job can be found, so that either this sees the engine stop or the stopping engine sees the Job.
            if (services.Stopping)
            {
                loop.Happen(JobEvent.EngineStopping());
            }

            return admitted;
        }).ConfigureAwait(false);
        JobEngineLog.JobCreated(services.Logger, loop.Key);
        return admitted;
    }

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

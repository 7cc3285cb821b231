using BatchJobs.Client;
using BatchJobs.Cron;
using BatchJobs.Diagnostics;
using BatchJobs.Durability;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.State;

namespace BatchJobs.Runtime;

/// <summary>The only writer of one CronJob; works like a <see cref="JobLoop"/>, with Jobs in the place of pods.</summary>
internal sealed class CronJobLoop(LoopServices services, JobRegistry jobs, CronJob cronJob, CronJobState state, KeptCronJob? kept = null)
    : Loop<CronJobEvent>
{
    private readonly Lock gate = new();
    private readonly CronJobJournal journal = new(services.Options.EventHistory, kept?.Journal.Entries);
    private readonly CronJobSaver? saver = services.Commits is { } commits ? new CronJobSaver(services, commits, state, kept) : null;
    private readonly CronJobTransition transition = new();
    private CronJob stored = cronJob;
    private DateTimeOffset? latestPassedOver;

    /// <summary>A CronJob that was found in the store.</summary>
    public CronJobLoop(LoopServices services, JobRegistry jobs, KeptCronJob kept)
        : this(services, jobs, kept.CronJob, kept.State, kept)
    {
    }

    public override JobKey Key => state.Key;

    public Guid Uid => state.Uid;

    protected override LoopServices Services => services;

    public override void Wake() => Post(CronJobEvent.WakeupReached());

    /// <summary>The object with its status.</summary>
    public CronJob Snapshot()
    {
        lock (gate)
        {
            ObjectMeta metadata = state.Deletion is { } deletion
                ? stored.Metadata with { DeletionTimestamp = deletion.At, DeletionGracePeriodSeconds = 0 }
                : stored.Metadata;
            return stored with { Metadata = metadata, Status = CronJobStatusProjection.Of(state) };
        }
    }

    public IReadOnlyList<JobEventEntry> ListEvents()
    {
        lock (gate)
        {
            return journal.Events();
        }
    }

    /// <summary>For requests only: replaces the object and tells the state machine.</summary>
    public CronJob Replace(CronJob changed, ResolvedCronJobSpec spec)
    {
        stored = changed with { Status = null, Metadata = changed.Metadata with { ResourceVersion = services.NextResourceVersion() } };
        Happen(CronJobEvent.SpecChanged(spec));
        return Snapshot();
    }

    /// <summary>Whether a Job is one of this CronJob's.</summary>
    public bool IsOwn(JobLoop job) =>
        job.View.Stored.Metadata.OwnerReferences?.Any(reference => reference.Controller == true && reference.Uid == Uid.ToString()) == true;

    protected override async ValueTask CycleAsync()
    {
        DateTimeOffset now;
        lock (gate)
        {
            ApplyRequests();
            now = services.Time.GetUtcNow();
            CronJobStateMachine.Step(state, Events, now, transition);
            journal.Add(transition.Notices, now);
            if (transition.StatusChanged)
            {
                stored = stored with { Metadata = stored.Metadata with { ResourceVersion = services.NextResourceVersion() } };
            }
        }

        if (saver is not null && (transition.Commands.Count > 0 || transition.Notices.Count > 0 || transition.StatusChanged || IsAwaited))
        {
            await saver.SaveAsync(stored, transition.Notices, now).ConfigureAwait(false);
        }

        services.Metrics.CronJobs.PassedOver(transition.Notices, ref latestPassedOver);
        foreach (CronJobCommand command in transition.Commands)
        {
            await ExecuteAsync(command).ConfigureAwait(false);
        }

        services.Timer.Arm(this, state.IsRemoved ? null : transition.Wakeup);
    }

    protected override Exception Gone() => new JobNotFoundException(Key, "cronjobs");

    protected override void Broken(Exception error)
    {
        if (saver is { IsSaved: false })
        {
            services.CronJobs.Remove(this); // a CronJob that the store has refused was never there
        }
        else
        {
            services.CronJobs.Break(this);
        }
    }

    private async Task ExecuteAsync(CronJobCommand command)
    {
        switch (command.Kind)
        {
            case CronJobCommandKind.StartJob:
                Post(await StartAsync(command.Job!).ConfigureAwait(false));
                break;
            case CronJobCommandKind.DeleteJob:
                if (!await jobs.DeleteAsync(new JobKey(Key.Namespace, command.Name), command.Uid, command.Deletion).ConfigureAwait(false))
                {
                    Post(CronJobEvent.ChildRemoved(command.Name, command.Uid ?? Guid.Empty));
                }

                break;
            case CronJobCommandKind.RemoveCronJob:
                if (command.Deletion == DeletionMode.Orphan)
                {
                    await OrphanJobsAsync().ConfigureAwait(false);
                }

                if (saver is not null)
                {
                    await saver.RemoveAsync().ConfigureAwait(false);
                }

                services.CronJobs.Remove(this);
                Close();
                JobEngineLog.CronJobRemoved(services.Logger, Key);
                break;
            default:
                throw new InvalidOperationException($"Unknown command {command.Kind}.");
        }
    }

    /// <summary>Creates a Job and says what came of it.</summary>
    private async Task<CronJobEvent> StartAsync(Job job)
    {
        string name = job.Metadata.Name!;
        try
        {
            DateTimeOffset? scheduled = state.ChildNamed(name)?.RequestedFor;
            Job created = await jobs.CreateAsync(job, services.Closing).ConfigureAwait(false);
            services.Metrics.CronJobs.JobCreated(created.Metadata.CreationTimestamp, scheduled);
            return CronJobEvent.JobCreated(name, Guid.Parse(created.Metadata.Uid!));
        }
        catch (JobAlreadyExistsException)
        {
            return services.Directory.TryGet(new JobKey(Key.Namespace, name), out JobLoop? other) && IsOwn(other)
                ? CronJobEvent.JobCreated(name, other.Uid, existed: true)
                : CronJobEvent.JobNameTaken(name);
        }
#pragma warning disable CA1031 // whatever it is, the CronJob tells it and tries again
        catch (Exception error)
#pragma warning restore CA1031
        {
            services.Metrics.CronJobs.JobRefused();
            return CronJobEvent.JobRefused(name, error.Message);
        }
    }

    private async Task OrphanJobsAsync()
    {
        foreach (JobLoop job in services.Directory.All.Where(IsOwn))
        {
            await job.TryAskAsync(() => job.Disown(Uid)).ConfigureAwait(false);
        }
    }
}

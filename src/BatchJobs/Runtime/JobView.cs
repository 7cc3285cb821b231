using System.Globalization;
using BatchJobs.Client;
using BatchJobs.Diagnostics;
using BatchJobs.Durability;
using BatchJobs.Events;
using BatchJobs.Specs;
using BatchJobs.State;
using BatchJobs.StateMachine;
using BatchJobs.Status;
using BatchJobs.Watching;

namespace BatchJobs.Runtime;

/// <summary>What everybody but its loop sees of a Job: object, pods, events; made only when somebody asks.</summary>
internal sealed partial class JobView
{
    private readonly JobState state;
    private readonly PodHistory pods;
    private readonly JobJournal journal;
    private readonly int attemptLimit;
    private KeptLogs? logs;
    private List<LatestQueue<long>>? podWatchers;
    private TaskCompletionSource<Job>? finished;
    private TaskCompletionSource? drained;
    private readonly AdmittedAgain? recipe;
    private Job? stored;
    private Job? snapshot;
    private long version;
    private bool versionIsShown = true;
    private Exception? closedBy;
    private bool closed;
    private bool trimmed;

    public JobView(Job job, JobState state, JobEngineOptions options, KeptJob? kept = null, AdmittedAgain? recipe = null)
    {
        this.recipe = recipe;
        this.state = state;
        stored = job;
        version = long.Parse(job.Metadata.ResourceVersion!, CultureInfo.InvariantCulture);
        FirstVersion = LabelsVersion = version;
        pods = new PodHistory(state, options.FinishedPodHistory);
        journal = new JobJournal(state, options.EventHistory, kept?.Journal.Entries);
        attemptLimit = options.FinishedPodHistory;
        if (kept is not null)
        {
            pods.Restore(kept.Attempts.Entries);
            KeepLogs(kept.Attempts.Entries);
            IsEndTold = state.IsFinished;
        }
    }

    /// <summary>Guards the state, and everything here, against a step in progress.</summary>
    /// <remarks>The state itself: a lock of its own would be 40 bytes for each Job that is kept.</remarks>
    public object Gate => state;

    /// <summary>The object without status.</summary>
    public Job Stored
    {
        get
        {
            lock (Gate)
            {
                stored ??= recipe!.Make(state.Uid);
                if (!versionIsShown)
                {
                    versionIsShown = true;
                    stored = stored with { Metadata = stored.Metadata with { ResourceVersion = version.ToString(CultureInfo.InvariantCulture) } };
                }

                return stored;
            }
        }
    }

    /// <summary>Who owns the Job.</summary>
    public IReadOnlyList<OwnerReference>? OwnerReferences => Volatile.Read(ref stored)?.Metadata.OwnerReferences;

    /// <summary>The resource version of the object.</summary>
    public long Version => Volatile.Read(ref version);

    /// <summary>The resource version with which the Job came.</summary>
    public long FirstVersion { get; }

    /// <summary>The resource version with which its labels last changed.</summary>
    public long LabelsVersion { get; private set; }

    /// <summary>The object with its status, and its version.</summary>
    public Job Snapshot(out long version)
    {
        lock (Gate)
        {
            version = Version;
            return Snapshot();
        }
    }

    /// <summary>How often the object was replaced.</summary>
    public int Revision { get; private set; }

    /// <summary>The object with its status.</summary>
    public Job Snapshot()
    {
        lock (Gate)
        {
            if (snapshot is { } known)
            {
                return known;
            }

            Job made = Stored with { Metadata = Metadata(), Status = JobStatusProjection.Of(state) };
            if (trimmed)
            {
                Shrink();
            }
            else
            {
                snapshot = made;
            }

            return made;
        }
    }

    public IReadOnlyList<JobEventEntry> Events()
    {
        lock (Gate)
        {
            return journal.Events();
        }
    }

    public JobExplanation Explain()
    {
        lock (Gate)
        {
            return new JobExplanation(journal.Decisions(), Outlook.Describe(state), Outlook.NextInstant(state)) { PodFailurePolicyHits = [.. state.FailureRuleHits] };
        }
    }

    /// <summary>For the loop, under the gate: a new object.</summary>
    public void Replace(Job job, long newVersion)
    {
        bool relabelled = !ReferenceEquals(job.Metadata.Labels, Stored.Metadata.Labels);
        stored = job;
        Revision++;
        Touch(newVersion);
        LabelsVersion = relabelled ? newVersion : LabelsVersion;
    }

    /// <summary>For the loop, under the gate: the object or its status has changed.</summary>
    public void Touch(long newVersion)
    {
        version = newVersion;
        versionIsShown = false;
        snapshot = null;
    }

    /// <summary>For the loop, under the gate: what a step did.</summary>
    public void Follow(ReadOnlySpan<JobEvent> happened, JobTransition transition, DateTimeOffset now)
    {
        pods.Follow(state.Pods.Removed);
        if (transition.Run is { } run)
        {
            pods.Follow(run);
        }

        if (podWatchers is { Count: > 0 })
        {
            TellPodWatchers(happened, transition);
        }

        journal.Add(transition.Notices, now);
    }

    private ObjectMeta Metadata() => state.Deletion is { } deletion
        ? Stored.Metadata with { DeletionTimestamp = deletion.At, DeletionGracePeriodSeconds = 0 }
        : Stored.Metadata;
}

using System.Buffers;
using System.Globalization;
using BatchJobs.Durability;
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
    private readonly JobEngineOptions options;

    /// <summary>The object without status; as long as nobody has changed it since it was let in, how it is made if that is known.</summary>
    private object basis;

    private TaskCompletionSource<Job>? finished;
    private Job? snapshot;
    private long version;
    private Extras? extras;
    private bool versionIsShown = true;
    private bool closed;
    private bool trimmed;

    /// <summary>A new Job.</summary>
    public JobView(Job job, JobState state, JobEngineOptions options, long version, AdmittedAgain? recipe)
    {
        this.state = state;
        this.options = options;
        this.version = FirstVersion = version;
        basis = recipe ?? (object)job;
    }

    /// <summary>A Job that was found in the store.</summary>
    public JobView(KeptJob kept, JobEngineOptions options)
        : this(kept.Job, kept.State, options, kept.Stored.ResourceVersion, recipe: null)
    {
        JobPast known = Recall();
        foreach ((DateTimeOffset time, JobNotice notice) in kept.Journal.Entries)
        {
            known.Notices.Add(in notice, time);
        }

        known.Pods.Restore(kept.Attempts.Entries);
        past = known;
        KeepLogs(kept.Attempts.Entries);
        IsEndTold = state.IsFinished;
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
                if (basis is AdmittedAgain recipe)
                {
                    return recipe.Make(version);
                }

                var stored = (Job)basis;
                if (!versionIsShown)
                {
                    versionIsShown = true;
                    basis = stored = stored with { Metadata = stored.Metadata with { ResourceVersion = version.ToString(CultureInfo.InvariantCulture) } };
                }

                return stored;
            }
        }
    }

    /// <summary>The labels of the object.</summary>
    public IReadOnlyDictionary<string, string>? Labels => Volatile.Read(ref basis) is AdmittedAgain recipe ? recipe.MakeLabels() : Stored.Metadata.Labels;

    /// <summary>Writes the object without status, as a store keeps it.</summary>
    public void WriteManifest(IBufferWriter<byte> output)
    {
        if (Volatile.Read(ref basis) is AdmittedAgain recipe)
        {
            recipe.WriteManifest(output, Version);
        }
        else
        {
            output.Write(StoredManifest.Write(Stored));
        }
    }

    /// <summary>Who owns the Job.</summary>
    public IReadOnlyList<OwnerReference>? OwnerReferences => (Volatile.Read(ref basis) as Job)?.Metadata.OwnerReferences;

    /// <summary>The resource version of the object.</summary>
    public long Version => Volatile.Read(ref version);

    /// <summary>The resource version with which the Job came.</summary>
    public long FirstVersion { get; }

    /// <summary>The resource version with which its labels last changed.</summary>
    public long LabelsVersion => extras is { LabelsVersion: > 0 and var relabelled } ? relabelled : FirstVersion;

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

            JobStatus status = JobStatusProjection.Of(state);
            Job made = basis is AdmittedAgain recipe ? recipe.Make(version, state.Deletion, status) : Stored with { Metadata = Metadata(), Status = status };
            snapshot = trimmed ? null : made;
            return made;
        }
    }

    /// <summary>For the loop, under the gate: a new object.</summary>
    public void Replace(Job job, long newVersion)
    {
        bool relabelled = !AreSame(job.Metadata.Labels, Stored.Metadata.Labels);
        basis = job;
        Revision++;
        Touch(newVersion);
        if (relabelled)
        {
            Extra.LabelsVersion = newVersion;
        }
    }

    /// <summary>For the loop, under the gate: the object or its status has changed.</summary>
    public void Touch(long newVersion)
    {
        version = newVersion;
        versionIsShown = false;
        snapshot = null;
    }

    private Extras Extra => extras ??= new Extras();

    private static bool AreSame(IReadOnlyDictionary<string, string>? some, IReadOnlyDictionary<string, string>? others) =>
        ReferenceEquals(some, others)
        || (some?.Count == others?.Count && some!.All(label => others!.TryGetValue(label.Key, out string? other) && other == label.Value));

    private ObjectMeta Metadata() => state.Deletion is { } deletion
        ? Stored.Metadata with { DeletionTimestamp = deletion.At, DeletionGracePeriodSeconds = 0 }
        : Stored.Metadata;

    /// <summary>What few Jobs have.</summary>
    private sealed class Extras
    {
        public KeptLogs? Logs { get; set; }

        public List<LatestQueue<long>>? PodWatchers { get; set; }

        public TaskCompletionSource? Drained { get; set; }

        public Exception? ClosedBy { get; set; }

        public long LabelsVersion { get; set; }
    }
}

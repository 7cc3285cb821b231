using System.Diagnostics;
using BatchJobs.Client;
using BatchJobs.Diagnostics;
using BatchJobs.Durability;
using BatchJobs.Events;
using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.Resolution;
using BatchJobs.Specs;
using BatchJobs.State;

namespace BatchJobs.Runtime;

/// <summary>The only writer of one Job: takes its mail, steps, saves, acts, publishes, arms the wake-up, and rests.</summary>
internal sealed partial class JobLoop : Loop<JobEvent>
{
    private static readonly ConvertToEvent<PodCompletion> Completed = JobEvent.PodCompleted;

    private readonly LoopServices services;
    private readonly JobState state;
    private JobTrace? trace;
    private readonly JobSaver? saver;
    private JobLease? lease;
    private PodRequestFactory? podFactory;

    /// <summary>A new Job.</summary>
    public JobLoop(LoopServices services, Job job, JobState state, long version, AdmittedAgain? recipe)
        : this(services, job, state, new JobView(job, state, services.Options, version, recipe), kept: null)
    {
    }

    /// <summary>A Job that was found in the store.</summary>
    public JobLoop(LoopServices services, KeptJob kept)
        : this(services, kept.Job, kept.State, new JobView(kept, services.Options), kept)
    {
    }

    private JobLoop(LoopServices services, Job job, JobState state, JobView view, KeptJob? kept)
    {
        this.services = services;
        this.state = state;
        View = view;
        state.Cordoned |= services.Options.Cordoned;
        trace = JobTrace.IsWanted && !state.IsFinished ? new JobTrace(state, CreatorSpan.Of(job) ?? Activity.Current?.Context ?? default) : null;
        saver = services.Commits is { } commits ? new JobSaver(services, commits, view, state, kept) : null;
    }

    public override JobKey Key => state.Key;

    public Guid Uid => state.Uid;

    public ResolvedJobSpec Spec => state.Spec;

    /// <summary>Whether the Job is in the store.</summary>
    public bool IsSaved => saver is { IsSaved: true };

    /// <summary>Whether the executor may have something to tell of the Job; one nearby forgets a Job that has finished.</summary>
    public bool IsReported => services.Nearby is null || !View.IsTrimmed;

    protected override LoopServices Services => services;

    public DateTimeOffset? FinishedAt => state.FinishedAt;

    /// <summary>Whether the Job is one of those that <see cref="FinishedJobs"/> counts; under its lock.</summary>
    public bool CountsAsKept { get; set; }

    /// <summary>The Job for everybody who is not its loop.</summary>
    public JobView View { get; }

    public override void Wake() => Post(JobEvent.WakeupReached());

    /// <summary>Does something between two steps, as <see cref="Loop{TEvent}.AskAsync"/> does.</summary>
    /// <returns>false if the Job has gone before that.</returns>
    public async Task<bool> TryAskAsync(Action apply)
    {
        try
        {
            return await AskAsync(() =>
            {
                apply();
                return true;
            }).ConfigureAwait(false);
        }
        catch (JobNotFoundException)
        {
            return false;
        }
    }

    /// <summary>For requests only: replaces the object and tells the state machine.</summary>
    public Job Replace(Job job, ResolvedJobSpec spec)
    {
        podFactory?.KeepObject();
        View.Replace(job, services.NextVersion());
        podFactory = new PodRequestFactory(state, View, spec);
        Happen(JobEvent.SpecChanged(spec));
        return View.Snapshot();
    }

    /// <summary>For requests only: an owner lets the Job go.</summary>
    public void Disown(Guid owner)
    {
        ObjectMeta metadata = View.Stored.Metadata;
        OwnerReference[] left = [.. (metadata.OwnerReferences ?? []).Where(reference => reference.Uid != owner.ToString())];
        View.Replace(View.Stored with { Metadata = metadata with { OwnerReferences = left.Length == 0 ? null : left } }, services.NextVersion());
    }

    /// <summary>Before the first step: the pods that are not where they were, given those that the executor has.</summary>
    public IEnumerable<long> LostPods(IReadOnlySet<long> known) =>
        [.. state.Pods.All.Where(pod => !pod.IsTerminal && !known.Contains(pod.Ordinal) && pod is not { HasReport: false, IsActive: true }).Select(pod => pod.Ordinal)];

    /// <summary>What makes its pods; not made before there are any.</summary>
    private PodRequestFactory Pods => podFactory ??= new PodRequestFactory(state, View);

    public PodStartRequest MakeRequest(PodRecord pod) => Pods.Make(pod, trace?.Find(pod.Ordinal));

    /// <summary>Starts a pod without a request, 64 bytes less, if the executor can do with what all pods of the Job have in common.</summary>
    public bool TryStartBriefly(PodRecord pod) =>
        services.Nearby is { } executor
        && pod is { FailureCount: 0, IgnoredFailureCount: 0 }
        && trace?.Find(pod.Ordinal) is null
        && executor.TryStart(Pods, pod.Ordinal, pod.Index, pod.CreatedAt);

    /// <summary>Pods have ended; what follows may be done on this thread.</summary>
    public void PodsCompleted(ReadOnlySpan<PodCompletion> ended) => PostAndRun(ended, Completed);

    /// <summary>There are too many Jobs; what follows may be done on this thread.</summary>
    public void Delete() => PostAndRun(JobEvent.DeletionRequested(DeletionMode.Background));

    /// <summary>The executor has more to tell than it was lent, or has not told anything for long.</summary>
    public void TakeLeaseBack() => PostAndRun(JobEvent.WakeupReached());

    /// <summary>Looks at the Job; whatever the executor has done by itself is known by then.</summary>
    public Task<T> LookAsync<T>(Func<JobView, T> question) =>
        lease is { IsOut: true } ? AskAsync(() => question(View), here: true) : Task.FromResult(question(View));

    /// <summary>The executor refused a pod, or (without message) was not even asked because it refused others.</summary>
    public void PodRefused(PodRecord pod, string? message) => Post(JobEvent.PodStartRejected(pod.Ordinal, message));

    protected override Exception Gone() => new JobNotFoundException(Key);

    protected override void Broken(Exception error)
    {
        lease?.CallBack();
        if (saver is { IsSaved: false })
        {
            services.Directory.Remove(this); // a Job that the store has refused was never there
        }

        View.Close(error);
        services.Metrics.Broke(state);
    }
}

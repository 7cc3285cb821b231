using BatchJobs.Core.Tests.Harness;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Core.Tests.Properties;

/// <summary>A Job controller as simple as can be: it keeps nothing but a status and pods, and computes all else anew at each look.</summary>
/// <remarks>Written after the description of Kubernetes' own, not after the state machine, which folds events and keeps counts instead.</remarks>
internal sealed class PlainController(JobSpec spec)
{
    private readonly List<(bool Success, string Reason)> verdict = [];
    private readonly HashSet<PlainPod> deletedNow = [];
    private SortedSet<int> completed = [];
    private SortedSet<int> failedIndexes = [];
    private (int Failures, DateTimeOffset Last) streak;
    private bool? suspended;
    private long nextOrdinal;
    private int succeededPods;
    private int failedPods;

    public JobSpec Spec { get; set; } = spec;

    public List<PlainPod> Pods { get; } = [];

    public DateTimeOffset? StartTime { get; private set; }

    public bool IsFinished { get; private set; }

    /// <summary>In the words of <see cref="StatusText"/>.</summary>
    public string Status { get; private set; } = "";

    private bool Indexed => Spec.CompletionMode == CompletionMode.Indexed;

    private bool PerIndex => Spec.BackoffLimitPerIndex is not null;

    private bool ReplacesOnlyEnded => Spec.PodFailurePolicy is not null || Spec.PodReplacementPolicy == PodReplacementPolicy.Failed;

    private bool RestartsOnFailure => Spec.Template.Spec.RestartPolicy == RestartPolicy.OnFailure;

    private int Limit => Spec.BackoffLimit ?? (PerIndex ? int.MaxValue : 6);

    private int Succeeded => Indexed ? completed.Count : succeededPods;

    /// <summary>Looks until there is nothing more to do.</summary>
    public void Settle(DateTimeOffset now)
    {
        string before;
        do
        {
            before = Print();
            if (!IsFinished)
            {
                Look(now);
                Status = Tell();
            }

            Pods.RemoveAll(pod => pod is { HasFinalizer: false, IsTerminal: true });
        }
        while (before != Print());
    }

    private void Look(DateTimeOffset now)
    {
        deletedNow.Clear();
        List<PlainPod> succeeded = [.. Pods.Where(pod => IsNew(pod) && pod.Phase == PodPhase.Succeeded)];
        List<PlainPod> failed = [.. Pods.Where(pod => IsNew(pod) && HasFailed(pod))];
        StartTime ??= Spec.Suspend == true ? null : now;
        streak = NextStreak(succeeded, failed);
        SortedSet<int> done = Indexed ? [.. completed.Where(Exists), .. succeeded.Select(pod => pod.Index)] : completed;
        SortedSet<int> lost = PerIndex ? [.. failedIndexes.Where(Exists), .. failed.Where(FailsItsIndex).Select(pod => pod.Index)] : failedIndexes;
        Dictionary<int, PlainPod> kept = PerIndex ? Kept(failed, done, lost) : [];
        int successes = Indexed ? done.Count : succeededPods + succeeded.Count;
        int failures = failedPods + failed.Count(pod => pod.ActionBy(Spec.PodFailurePolicy) != "Ignore");

        (bool Success, string Reason)? end = verdict.Count > 0 ? verdict[0] : Verdict(failures, done, lost, now);
        if (end is not null)
        {
            Delete(Pods.Where(pod => pod.IsActive), keepFinalizer: true, now);
        }
        else
        {
            Manage(successes, done, lost, kept, now);
            end = IsComplete(successes) ? (true, JobReasons.CompletionsReached) : null;
            FollowSuspension(end is not null, now);
        }

        Count(end, kept);
        (completed, failedIndexes) = (done, lost);
        Finish(end, now);
    }

    /// <summary>Neither counted nor of an index that was dropped.</summary>
    private bool IsNew(PlainPod pod) => pod.HasFinalizer && (!Indexed || Exists(pod.Index));

    private bool Exists(int index) => index < Spec.Completions;

    private bool HasFailed(PlainPod pod) => pod.Phase == PodPhase.Failed || (!ReplacesOnlyEnded && pod.IsTerminating && !deletedNow.Contains(pod));

    private bool FailsItsIndex(PlainPod pod) => pod.ActionBy(Spec.PodFailurePolicy) switch
    {
        "FailIndex" => true,
        "Ignore" => false,
        _ => pod.FailuresBefore >= Spec.BackoffLimitPerIndex,
    };

    /// <summary>The failed pods that are kept, one of an index, until the pod that replaces it is there.</summary>
    private Dictionary<int, PlainPod> Kept(List<PlainPod> failed, SortedSet<int> done, SortedSet<int> lost)
    {
        var kept = new Dictionary<int, PlainPod>();
        foreach (PlainPod pod in failed.Where(pod => !done.Contains(pod.Index) && !lost.Contains(pod.Index) && !Pods.Exists(other => other.IsActive && other.Index == pod.Index)))
        {
            if (!kept.TryGetValue(pod.Index, out PlainPod? last) || (last.Attempts <= pod.Attempts && last.FinishedAt <= pod.FinishedAt))
            {
                kept[pod.Index] = pod;
            }
        }

        return kept;
    }

    private (int Failures, DateTimeOffset Last) NextStreak(List<PlainPod> succeeded, List<PlainPod> failed)
    {
        int before = succeeded.Count == 0 ? streak.Failures : 0;
        List<PlainPod> later = succeeded.Count == 0 ? failed : failed.FindAll(pod => pod.FinishedAt > succeeded.Max(other => other.FinishedAt));
        return later.Count > 0 ? (before + later.Count, later.Max(pod => pod.FinishedAt)) : (before, streak.Last);
    }

    private (bool Success, string Reason)? Verdict(int failures, SortedSet<int> done, SortedSet<int> lost, DateTimeOffset now)
    {
        int restarts = RestartsOnFailure ? Pods.Where(pod => !pod.IsTerminal).Sum(pod => pod.Restarts) : 0;
        if (Pods.Exists(pod => pod.HasFinalizer && HasFailed(pod) && pod.ActionBy(Spec.PodFailurePolicy) == "FailJob"))
        {
            return (false, JobReasons.PodFailurePolicy);
        }

        if (failures > Limit || restarts >= Math.Max(1, RestartsOnFailure ? Limit : int.MaxValue))
        {
            return (false, JobReasons.BackoffLimitExceeded);
        }

        if (Spec.Suspend != true && (now - StartTime)?.TotalSeconds >= Spec.ActiveDeadlineSeconds)
        {
            return (false, JobReasons.DeadlineExceeded);
        }

        if (lost.Count > Spec.MaxFailedIndexes)
        {
            return (false, JobReasons.MaxFailedIndexesExceeded);
        }

        if (lost.Count > 0 && lost.Count + done.Count >= Spec.Completions)
        {
            return (false, JobReasons.FailedIndexes);
        }

        return done.Count > 0 && (Spec.SuccessPolicy?.Rules ?? []).Any(rule => IsMet(rule, done)) ? (true, JobReasons.SuccessPolicy) : null;
    }

    private bool IsMet(SuccessPolicyRule rule, SortedSet<int> done)
    {
        IndexSet? wanted = rule.SucceededIndexes is { } text ? IndexSetText.Read(text, Spec.Completions!.Value) : null;
        int hits = wanted is null ? done.Count : done.Count(wanted.Contains);
        return wanted is not { IsEmpty: true } && (hits >= rule.SucceededCount || hits == wanted?.Count);
    }

    private bool IsComplete(int successes) => !Pods.Exists(pod => pod.IsActive) && successes >= (Spec.Completions ?? 1);

    private void FollowSuspension(bool ends, DateTimeOffset now)
    {
        bool wanted = Spec.Suspend == true;
        if (!ends && wanted != (suspended ?? false))
        {
            suspended = wanted;
            StartTime = wanted ? null : now;
        }
    }

    private void Manage(int successes, SortedSet<int> done, SortedSet<int> lost, Dictionary<int, PlainPod> kept, DateTimeOffset now)
    {
        List<PlainPod> active = Pods.FindAll(pod => pod.IsActive);
        int parallelism = Spec.Suspend == true ? 0 : Spec.Parallelism!.Value;
        int wanted = Spec.Suspend == true ? 0
            : Spec.Completions is { } completions ? Math.Clamp(completions - successes, 0, parallelism)
            : successes > 0 ? active.Count : parallelism;
        List<PlainPod> surplus = active.FindAll(pod => Indexed && !Exists(pod.Index));
        surplus.AddRange(active.Except(surplus).OrderBy(pod => pod.Phase).ThenBy(pod => pod.IsReady).ThenByDescending(pod => pod.ReadySince)
            .ThenByDescending(pod => pod.Restarts).ThenByDescending(pod => pod.Created).ThenByDescending(pod => pod.Ordinal)
            .Take(active.Count - wanted - surplus.Count));
        Delete(surplus, keepFinalizer: false, now);

        int missing = wanted - active.Count - (ReplacesOnlyEnded ? Pods.Count(pod => pod.IsTerminating) : 0);
        if (surplus.Count > 0 || missing <= 0 || (!PerIndex && HasToWait(streak.Failures, streak.Last, now)))
        {
            return;
        }

        IEnumerable<int> indexes = Indexed
            ? Enumerable.Range(0, Spec.Completions!.Value).Where(index => !done.Contains(index) && !lost.Contains(index) && !IsHeld(index))
            : Enumerable.Repeat(-1, missing);
        foreach (int index in indexes.Take(missing).ToList())
        {
            Create(index, kept.GetValueOrDefault(index), now);
        }
    }

    private bool IsHeld(int index) => Pods.Exists(pod => pod.Index == index && (pod.IsActive || (ReplacesOnlyEnded && pod.IsTerminating)));

    private void Create(int index, PlainPod? failed, DateTimeOffset now)
    {
        if (failed is not null && HasToWait(failed.Attempts + 1, failed.FinishedAt, now))
        {
            return;
        }

        bool ignored = failed?.ActionBy(Spec.PodFailurePolicy) == "Ignore";
        Pods.Add(new PlainPod(nextOrdinal++, index, now)
        {
            FailuresBefore = failed is null ? 0 : failed.FailuresBefore + (ignored ? 0 : 1),
            IgnoredBefore = failed is null ? 0 : failed.IgnoredBefore + (ignored ? 1 : 0),
        });
    }

    private static bool HasToWait(int failures, DateTimeOffset last, DateTimeOffset now) =>
        failures > 0 && (now - last).TotalSeconds < Math.Min(600, 10 * Math.Pow(2, failures - 1));

    private void Delete(IEnumerable<PlainPod> pods, bool keepFinalizer, DateTimeOffset now)
    {
        foreach (PlainPod pod in pods.ToList())
        {
            pod.DeletedAt = now;
            pod.HasFinalizer = keepFinalizer;
            deletedNow.Add(pod);
        }
    }

    /// <summary>Lets all pods go whose story is over: they ended, or the Job does.</summary>
    private void Count((bool Success, string Reason)? end, Dictionary<int, PlainPod> kept)
    {
        foreach (PlainPod pod in Pods.Where(pod => pod.HasFinalizer))
        {
            bool failed = HasFailed(pod);
            if (end is null && pod.Phase != PodPhase.Succeeded && (!failed || kept.ContainsValue(pod)))
            {
                continue;
            }

            bool counts = IsNew(pod);
            pod.HasFinalizer = false;
            if (pod.Phase == PodPhase.Succeeded)
            {
                succeededPods++;
            }
            else if (counts && (failed || end is { Success: false }) && pod.ActionBy(Spec.PodFailurePolicy) != "Ignore")
            {
                failedPods++;
            }
        }
    }

    private void Finish((bool Success, string Reason)? end, DateTimeOffset now)
    {
        if (end is null)
        {
            return;
        }

        verdict.Clear();
        verdict.Add(end.Value);
        IsFinished = !Pods.Exists(pod => pod.IsTerminating);
        StartTime ??= IsFinished && Spec is not { Suspend: true, Completions: 0 } ? now : null;
    }

    private string Tell()
    {
        List<string> words = [];
        Say("active", Pods.Count(pod => pod.IsActive));
        Say("ready", Pods.Count(pod => pod.IsReady));
        Say("terminating", Pods.Count(pod => pod.IsTerminating));
        Say("succeeded", Succeeded);
        Say("failed", failedPods);
        Say("completed", Text(completed));
        Say("failedIndexes", Text(failedIndexes));
        words.AddRange(suspended switch { null => [], true => ["Suspended"], false => ["Resumed"] });
        words.AddRange(verdict.Select(end => (end.Success ? "SuccessCriteriaMet" : "FailureTarget") + (!IsFinished ? "" : end.Success ? "+Complete" : "+Failed") + $":{end.Reason}"));
        return string.Join(' ', words);

        void Say(string name, object value) => words.AddRange(value is 0 or "" ? [] : [$"{name}={value}"]);
    }

    private static string Text(SortedSet<int> indexes)
    {
        var set = new IndexSet();
        foreach (int index in indexes)
        {
            set.Add(index);
        }

        return IndexSetText.Write(set);
    }

    private string Print() => $"{Status} {StartTime} {string.Join(' ', Pods.Select(pod => $"{pod.Ordinal}{pod.Phase}{pod.DeletedAt}{pod.HasFinalizer}"))}";
}

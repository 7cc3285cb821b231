using BatchJobs.Execution;
using BatchJobs.Pods;

namespace BatchJobs.Testing.Xunit;

/// <summary>Keeps every report, lets a test wait for one, and notes what no report may ever do.</summary>
internal sealed class ReportJournal : IPodObserver
{
    private readonly Lock gate = new();
    private readonly Dictionary<PodId, List<PodStatus>> reports = [];
    private readonly HashSet<PodId> vanished = [];
    private readonly List<string> broken = [];
    private TaskCompletionSource more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>From now on nothing may come.</summary>
    public bool Closed { get; set; }

    public void OnReport(in PodReport report)
    {
        lock (gate)
        {
            if (!reports.TryGetValue(report.Pod, out List<PodStatus>? known))
                reports.Add(report.Pod, known = []);
            broken.AddRange(ReportRules.Broken(known.Count == 0 ? null : known[^1], report.Status).Select(rule => $"pod {known.Count}: {rule}"));
            if (Closed)
                broken.Add($"A report came after the executor was closed: {report.Status.Phase}.");
            if (vanished.Contains(report.Pod))
                broken.Add("A report came about a pod that had vanished.");
            known.Add(report.Status);
            Wake();
        }
    }

    public void OnVanished(PodId pod)
    {
        lock (gate)
        {
            if (!vanished.Add(pod))
                broken.Add("A pod vanished twice.");
            Wake();
        }
    }

    public IReadOnlyList<PodStatus> Of(PodId pod)
    {
        lock (gate)
        {
            return reports.TryGetValue(pod, out List<PodStatus>? known) ? [.. known] : [];
        }
    }

    public bool HasVanished(PodId pod)
    {
        lock (gate)
        {
            return vanished.Contains(pod);
        }
    }

    /// <summary>The first status of a pod that meets a condition, among those that came and those to come.</summary>
    public async Task<PodStatus> WhenAsync(PodId pod, Func<PodStatus, bool> condition, string what, TimeSpan patience)
    {
        PodStatus? found = null;
        await UntilAsync(() => (found = Of(pod).FirstOrDefault(condition)) is not null, () => $"{what}, but the reports were {Tell(pod)}", patience);
        return found!;
    }

    public Task WhenVanishedAsync(PodId pod, TimeSpan patience) => UntilAsync(() => HasVanished(pod), () => "A pod that was lost has to vanish.", patience);

    public void ThrowIfBroken()
    {
        lock (gate)
        {
            if (broken.Count > 0)
                throw new InvalidOperationException($"Reports broke the contract: {string.Join("; ", broken.Distinct(StringComparer.Ordinal))}");
        }
    }

    private async Task UntilAsync(Func<bool> condition, Func<string> what, TimeSpan patience)
    {
        using var giveUp = new CancellationTokenSource(patience);
        while (true)
        {
            Task next = Volatile.Read(ref more).Task;
            if (condition())
                return;
            try
            {
                await next.WaitAsync(giveUp.Token);
            }
            catch (OperationCanceledException error) when (giveUp.IsCancellationRequested)
            {
                throw new TimeoutException($"Waited {patience.TotalSeconds} s: {what()}", error);
            }
        }
    }

    private string Tell(PodId pod)
    {
        IReadOnlyList<PodStatus> known = Of(pod);
        return known.Count == 0 ? "none" : string.Join(", ", known.Select(status => status.DeletionTimestamp is null ? $"{status.Phase}" : $"{status.Phase} (stopping)"));
    }

    private void Wake()
    {
        TaskCompletionSource waiters = more;
        Volatile.Write(ref more, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        waiters.SetResult();
    }
}

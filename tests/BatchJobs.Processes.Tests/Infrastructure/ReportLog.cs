using BatchJobs.Execution;
using BatchJobs.Pods;

namespace BatchJobs.Processes.Tests.Infrastructure;

/// <summary>Remembers all reports and lets a test wait for one.</summary>
internal sealed class ReportLog : IPodObserver
{
    private readonly Lock gate = new();
    private readonly List<PodReport> reports = [];
    private TaskCompletionSource more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Looks at each report while whoever reports waits.</summary>
    internal Action<PodReport>? Looking { get; set; }

    public void OnReport(in PodReport report)
    {
        Looking?.Invoke(report);
        lock (gate)
        {
            reports.Add(report);
            more.SetResult();
            more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public void OnVanished(PodId pod) => throw new InvalidOperationException($"{pod} vanished");

    internal IReadOnlyList<PodStatus> Of(PodId pod)
    {
        lock (gate) return [.. reports.Where(report => report.Pod == pod).Select(report => report.Status)];
    }

    /// <summary>Forgets what was reported so far.</summary>
    internal void Clear()
    {
        lock (gate) reports.Clear();
    }

    /// <summary>For how many pods at the same time the condition held at most.</summary>
    internal int MostAtOnce(Func<PodStatus, bool> condition)
    {
        var (now, most) = (new HashSet<PodId>(), 0);
        lock (gate)
        {
            foreach (var report in reports)
            {
                if (condition(report.Status)) now.Add(report.Pod);
                else now.Remove(report.Pod);
                most = Math.Max(most, now.Count);
            }
        }

        return most;
    }

    /// <summary>The first status of the pod, in the order of the reports, for which the condition holds.</summary>
    internal async Task<PodStatus> FirstAsync(PodId pod, Func<PodStatus, bool> condition)
    {
        for (var seen = 0; ;)
        {
            Task next;
            lock (gate)
            {
                for (; seen < reports.Count; seen++)
                {
                    if (reports[seen].Pod == pod && condition(reports[seen].Status)) return reports[seen].Status;
                }

                next = more.Task;
            }

            await next.WaitAsync(Patience.Time);
        }
    }
}

/// <summary>After how long a test that waits for a signal gives up; far beyond what a loaded machine needs.</summary>
internal static class Patience
{
    internal static TimeSpan Time { get; } = TimeSpan.FromMinutes(2);
}

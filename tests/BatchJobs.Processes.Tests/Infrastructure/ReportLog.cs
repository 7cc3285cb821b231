using BatchJobs.Execution;
using BatchJobs.Pods;

namespace BatchJobs.Processes.Tests.Infrastructure;

/// <summary>Remembers all reports and lets a test wait for one.</summary>
internal sealed class ReportLog : IPodObserver
{
    private readonly Lock _gate = new();
    private readonly List<PodReport> _reports = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void OnReport(in PodReport report)
    {
        lock (_gate)
        {
            _reports.Add(report);
            _more.SetResult();
            _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public void OnVanished(PodId pod) => throw new InvalidOperationException($"{pod} vanished");

    internal IReadOnlyList<PodStatus> Of(PodId pod)
    {
        lock (_gate) return [.. _reports.Where(report => report.Pod == pod).Select(report => report.Status)];
    }

    /// <summary>The first status of the pod, in the order of the reports, for which the condition holds.</summary>
    internal async Task<PodStatus> FirstAsync(PodId pod, Func<PodStatus, bool> condition)
    {
        for (var seen = 0; ; )
        {
            Task more;
            lock (_gate)
            {
                for (; seen < _reports.Count; seen++)
                {
                    if (_reports[seen].Pod == pod && condition(_reports[seen].Status)) return _reports[seen].Status;
                }

                more = _more.Task;
            }

            await more.WaitAsync(Patience.Time);
        }
    }
}

/// <summary>After how long a test that waits for a signal gives up; far beyond what a loaded machine needs.</summary>
internal static class Patience
{
    internal static TimeSpan Time { get; } = TimeSpan.FromMinutes(2);
}

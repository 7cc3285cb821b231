using BatchJobs.Client;
using BatchJobs.Cron;

namespace BatchJobs.Diagnostics;

/// <summary>The latest events of a CronJob.</summary>
/// <remarks>Used under the lock of its loop.</remarks>
internal sealed class CronJobJournal(int limit, IReadOnlyCollection<(DateTimeOffset Time, CronJobNotice Notice)>? kept = null)
{
    private readonly BoundedJournal<CronJobNotice> entries = new(limit, kept);

    public void Add(List<CronJobNotice> notices, DateTimeOffset now) => entries.Add(notices, now);

    public IReadOnlyList<JobEventEntry> Events() =>
        EventMerger.Merge(entries.Select(entry => (entry.Time, (EventText?)new EventText(entry.Notice.IsWarning ? EventText.Warning : EventText.Normal, entry.Notice.Reason, entry.Notice.Message))));
}

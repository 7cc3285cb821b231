using System.Diagnostics.Metrics;
using BatchJobs.Cron;

namespace BatchJobs.Diagnostics;

/// <summary>What is measured of CronJobs.</summary>
/// <remarks>Kubernetes: <c>pkg/controller/cronjob/metrics</c>; it does not count activations.</remarks>
internal sealed class CronJobMetrics(Meter meter)
{
    private readonly Spread creationSkew =
        new(meter.CreateHistogram<double>("batchjobs.cronjob.job.creation_skew", "s", "Time from the activation of a CronJob to the creation of its Job."));

    private readonly Tally activations =
        new(meter.CreateCounter<long>("batchjobs.cronjob.activations", "{activation}", "Activations of CronJobs that made a Job, or did not."));

    /// <param name="createdAt">When the Job was created.</param>
    /// <param name="scheduled">The activation it was created for.</param>
    public void JobCreated(DateTimeOffset? createdAt, DateTimeOffset? scheduled)
    {
        Count("created");
        if (createdAt - scheduled is { } skew)
        {
            creationSkew.Record(skew.TotalSeconds);
        }
    }

    public void JobRefused() => Count("failed");

    /// <summary>Counts the activations that made no Job; one that stays due is noticed with every look, and counted once.</summary>
    /// <param name="notices">What one look noticed.</param>
    /// <param name="latest">The latest activation counted before, and now.</param>
    public void PassedOver(List<CronJobNotice> notices, ref DateTimeOffset? latest)
    {
        if (!activations.Enabled)
        {
            return;
        }

        foreach (CronJobNotice notice in notices)
        {
            if (ResultOf(notice) is { } result && !(notice.Scheduled <= latest))
            {
                latest = notice.Scheduled;
                Count(result);
            }
        }
    }

    private static string? ResultOf(CronJobNotice notice) => notice.Reason switch
    {
        "MissSchedule" => "missed",
        "JobAlreadyActive" => "overlapping",
        _ => null,
    };

    private void Count(string result) => activations.Add(1, new KeyValuePair<string, object?>("result", result));
}

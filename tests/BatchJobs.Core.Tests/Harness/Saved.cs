using BatchJobs.Cron;
using BatchJobs.Persistence;
using BatchJobs.State;

namespace BatchJobs.Core.Tests.Harness;

/// <summary>States as they come back from a store.</summary>
internal static class Saved
{
    public static JobState Reload(JobState state)
    {
        var writer = new StateWriter();
        JobStateCodec.Write(writer, state);
        return JobStateCodec.Read(writer.Written.Span, state.Key, state.Uid, state.Spec);
    }

    public static CronJobState Reload(CronJobState state)
    {
        var writer = new StateWriter();
        CronJobStateCodec.Write(writer, state);
        return CronJobStateCodec.Read(writer.Written.Span, state.Key, state.Uid, state.Spec);
    }
}

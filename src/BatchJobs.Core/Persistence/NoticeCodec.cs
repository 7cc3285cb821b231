using BatchJobs.Cron;
using BatchJobs.StateMachine;

namespace BatchJobs.Persistence;

/// <summary>What was decided, in bytes: a few for each.</summary>
internal static class NoticeCodec
{
    public static void Write(StateWriter writer, DateTimeOffset time, in JobNotice notice)
    {
        writer.Time(time);
        writer.Int((int)notice.Kind);
        writer.Text(notice.Rule);
        writer.MaybeInt(notice.Ordinal);
        writer.Int(notice.Index);
        writer.MaybeInt(notice.Count);
        writer.MaybeInt(notice.Budget);
        writer.MaybeTime(notice.Next);
        writer.Text(notice.Message);
        VerdictCodec.Write(writer, notice.Verdict);
    }

    public static (DateTimeOffset Time, JobNotice Notice) ReadJobNotice(ref StateReader reader) =>
        (reader.Time(), new JobNotice(reader.Word<JobNoticeKind>(), reader.Text())
        {
            Ordinal = reader.MaybeInt(),
            Index = reader.Int32(),
            Count = reader.MaybeInt(),
            Budget = reader.MaybeInt(),
            Next = reader.MaybeTime(),
            Message = reader.MaybeText(),
            Verdict = VerdictCodec.Read(ref reader),
        });

    public static void Write(StateWriter writer, DateTimeOffset time, in CronJobNotice notice)
    {
        writer.Time(time);
        writer.Bool(notice.IsWarning);
        writer.Text(notice.Reason);
        writer.Text(notice.Message);
        writer.MaybeTime(notice.Scheduled);
    }

    public static (DateTimeOffset Time, CronJobNotice Notice) ReadCronJobNotice(ref StateReader reader) =>
        (reader.Time(), new CronJobNotice(reader.Bool(), reader.Text(), reader.Text()) { Scheduled = reader.MaybeTime() });
}

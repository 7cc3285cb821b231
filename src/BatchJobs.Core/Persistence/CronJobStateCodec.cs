using BatchJobs.Cron;
using BatchJobs.Primitives;

namespace BatchJobs.Persistence;

/// <summary>All of a <see cref="CronJobState"/> but its spec, in bytes.</summary>
internal static class CronJobStateCodec
{
    public static void Write(StateWriter writer, CronJobState state)
    {
        StateFormat.Begin(writer);
        writer.Time(state.CreatedAt);
        writer.MaybeTime(state.LastScheduleTime);
        writer.MaybeTime(state.LastSuccessfulTime);
        DeletionMarkCodec.Write(writer, state.Deletion);
        writer.Bool(state.IsRemoved);
        writer.MaybeTime(state.NameTakenFor);
        writer.MaybeTime(state.RescheduledAt);
        writer.Count(state.Failures);
        writer.MaybeTime(state.RetryAt);
        writer.MaybeTime(state.TimedLookAt);
        writer.Count(state.Children.Count);
        foreach (ChildJob child in state.Children)
        {
            Write(writer, child);
        }
    }

    public static CronJobState Read(ReadOnlySpan<byte> bytes, JobKey key, Guid uid, ResolvedCronJobSpec spec)
    {
        var reader = new StateReader(bytes);
        ulong format = StateFormat.Begin(ref reader);
        var state = new CronJobState(key, uid, reader.Time(), spec)
        {
            LastScheduleTime = reader.MaybeTime(),
            LastSuccessfulTime = reader.MaybeTime(),
            Deletion = DeletionMarkCodec.Read(ref reader),
            IsRemoved = reader.Bool(),
            NameTakenFor = reader.MaybeTime(),
            RescheduledAt = format >= StateFormat.WithReschedulings ? reader.MaybeTime() : null,
            Failures = (int)reader.Unsigned(),
            RetryAt = reader.MaybeTime(),
            TimedLookAt = reader.MaybeTime(),
        };
        for (int left = reader.Count(); left > 0; left--)
        {
            state.Children.Add(ReadChild(ref reader));
        }

        StateFormat.End(ref reader);
        return state;
    }

    private static void Write(StateWriter writer, ChildJob child)
    {
        writer.Text(child.Name);
        writer.Bool(child.Uid is not null);
        if (child.Uid is { } uid)
        {
            writer.Uid(uid);
        }

        writer.MaybeTime(child.RequestedFor);
        writer.Bool(child.IsActive);
        writer.Int((int)child.Outcome);
        writer.MaybeTime(child.StartTime);
        writer.MaybeTime(child.CompletionTime);
        writer.Bool(child.IsBeingDeleted);
        writer.Bool(child.IsGone);
    }

    private static ChildJob ReadChild(ref StateReader reader) => new(reader.Text())
    {
        Uid = reader.Bool() ? reader.Uid() : null,
        RequestedFor = reader.MaybeTime(),
        IsActive = reader.Bool(),
        Outcome = reader.Word<ChildJobOutcome>(),
        StartTime = reader.MaybeTime(),
        CompletionTime = reader.MaybeTime(),
        IsBeingDeleted = reader.Bool(),
        IsGone = reader.Bool(),
    };
}

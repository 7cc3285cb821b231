using BatchJobs.State;
using BatchJobs.StateMachine;

namespace BatchJobs.Persistence;

/// <summary>What was decided, in as few bytes as it says anything: for memory alone, where every Job that has finished keeps its own.</summary>
/// <remarks><see cref="NoticeCodec"/> is what is stored, and can't change.</remarks>
internal static class FoldedNoticeCodec
{
    [Flags]
    private enum Said : byte
    {
        Nothing = 0,
        Ordinal = 1,
        Index = 2,
        Count = 4,
        Budget = 8,
        Next = 16,
        Message = 32,
        Verdict = 64,
    }

    public static void Write(StateWriter writer, DateTimeOffset time, in JobNotice notice)
    {
        Said said = SaidBy(in notice);
        writer.Time(time);
        writer.Unsigned((byte)notice.Kind);
        writer.Unsigned((byte)said);
        writer.Text(notice.Rule);
        if (said.HasFlag(Said.Ordinal))
        {
            writer.Int(notice.Ordinal!.Value);
        }

        if (said.HasFlag(Said.Index))
        {
            writer.Int(notice.Index);
        }

        if (said.HasFlag(Said.Count))
        {
            writer.Int(notice.Count!.Value);
        }

        if (said.HasFlag(Said.Budget))
        {
            writer.Int(notice.Budget!.Value);
        }

        if (said.HasFlag(Said.Next))
        {
            writer.Time(notice.Next!.Value);
        }

        if (said.HasFlag(Said.Message))
        {
            writer.Text(notice.Message);
        }

        if (said.HasFlag(Said.Verdict))
        {
            VerdictCodec.Write(writer, notice.Verdict);
        }
    }

    public static (DateTimeOffset Time, JobNotice Notice) Read(ref StateReader reader)
    {
        DateTimeOffset time = reader.Time();
        var kind = (JobNoticeKind)reader.Unsigned();
        var said = (Said)reader.Unsigned();
        return (time, new JobNotice(kind, reader.Text())
        {
            Ordinal = said.HasFlag(Said.Ordinal) ? reader.Int() : null,
            Index = said.HasFlag(Said.Index) ? reader.Int32() : PodRecord.NoIndex,
            Count = said.HasFlag(Said.Count) ? reader.Int() : null,
            Budget = said.HasFlag(Said.Budget) ? reader.Int() : null,
            Next = said.HasFlag(Said.Next) ? reader.Time() : null,
            Message = said.HasFlag(Said.Message) ? reader.Text() : null,
            Verdict = said.HasFlag(Said.Verdict) ? VerdictCodec.Read(ref reader) : null,
        });
    }

    private static Said SaidBy(in JobNotice notice) =>
        (notice.Ordinal is null ? Said.Nothing : Said.Ordinal)
        | (notice.Index == PodRecord.NoIndex ? Said.Nothing : Said.Index)
        | (notice.Count is null ? Said.Nothing : Said.Count)
        | (notice.Budget is null ? Said.Nothing : Said.Budget)
        | (notice.Next is null ? Said.Nothing : Said.Next)
        | (notice.Message is null ? Said.Nothing : Said.Message)
        | (notice.Verdict is null ? Said.Nothing : Said.Verdict);
}

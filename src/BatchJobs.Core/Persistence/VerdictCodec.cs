using BatchJobs.State;

namespace BatchJobs.Persistence;

/// <summary>A verdict, or none, in bytes: the same in a state and in what was decided.</summary>
internal static class VerdictCodec
{
    public static void Write(StateWriter writer, Verdict? verdict)
    {
        writer.Bool(verdict is not null);
        if (verdict is not null)
        {
            writer.Bool(verdict.Success);
            writer.Text(verdict.Reason);
            writer.Text(verdict.Message);
            writer.Time(verdict.DecidedAt);
        }
    }

    public static Verdict? Read(ref StateReader reader) => reader.Bool() ? new Verdict(reader.Bool(), reader.Text(), reader.Text(), reader.Time()) : null;
}

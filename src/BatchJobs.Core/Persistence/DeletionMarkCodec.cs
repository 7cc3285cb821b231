using BatchJobs.State;

namespace BatchJobs.Persistence;

/// <summary>That deletion was asked for, in bytes.</summary>
internal static class DeletionMarkCodec
{
    public static void Write(StateWriter writer, DeletionMark? deletion)
    {
        writer.Bool(deletion is not null);
        if (deletion is { } mark)
        {
            writer.Int((int)mark.Mode);
            writer.Time(mark.At);
        }
    }

    public static DeletionMark? Read(ref StateReader reader) => reader.Bool() ? new DeletionMark(reader.Word<DeletionMode>(), reader.Time()) : null;
}

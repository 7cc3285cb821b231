using System.Buffers;
using BatchJobs.Persistence;
using BatchJobs.Runtime;
using BatchJobs.Storage;

namespace BatchJobs.Durability;

/// <summary>The bytes of one save and the wait until they are safe, kept for the next save of any object.</summary>
/// <remarks>Otherwise each Job has its own, for as long as it is kept.</remarks>
internal sealed class SaveBuffers
{
    private const int MostRoom = 1 << 16;

    private static readonly Pool<SaveBuffers> Spare = new(256);

    public PendingSave Pending { get; } = new();

    public ArrayBufferWriter<byte> Manifest { get; } = new();

    public StateWriter State { get; } = new();

    public StateWriter Journal { get; } = new();

    public StateWriter Attempts { get; } = new();

    public StateWriter Results => field ??= new();

    /// <summary>The pods whose end is saved.</summary>
    public List<EndedPod> Ended { get; } = [];

    /// <summary>What is appended.</summary>
    public List<StoredRecord> Append { get; } = [];

    /// <summary>What can be dropped.</summary>
    public List<StoredRecordBound> Drop { get; } = [];

    public static SaveBuffers Rent() => Spare.TryRent() ?? new SaveBuffers();

    /// <summary>All of it is safe, and nobody reads it any more.</summary>
    public void Return()
    {
        int written = Manifest.WrittenCount + State.Written.Length;
        foreach (StoredRecord record in Append)
        {
            written += record.Data.Length;
        }

        Manifest.ResetWrittenCount();
        Ended.Clear();
        Append.Clear();
        Drop.Clear();
        Pending.Clear();
        if (written <= MostRoom)
        {
            Spare.Return(this);
        }
    }
}

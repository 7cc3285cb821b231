using System.Buffers.Binary;
using BatchJobs.Primitives;

namespace BatchJobs.Rules;

/// <summary>What looks like chance and is the same in every replay: as random as the uid of the Job is.</summary>
internal static class Spread
{
    /// <summary>SplitMix64's own, so that zeros are mixed too.</summary>
    private const ulong Increment = 0x9E37_79B9_7F4A_7C15;

    /// <summary>A number from 0 up to 1 for the failures of an index of a Job.</summary>
    public static double Of(Guid uid, int index, int failures)
    {
        Span<byte> bytes = stackalloc byte[16];
        uid.TryWriteBytes(bytes);
        ulong mixed = Mix(BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        mixed = Mix(mixed ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));
        mixed = Mix(mixed ^ ((ulong)(uint)index << 32) ^ (uint)failures);
        return (mixed >> 11) / (double)(1UL << 53);
    }

    private static ulong Mix(ulong value) => SplitMix.Mix(value + Increment);
}

using System.Buffers.Binary;

namespace BatchJobs.Primitives;

/// <summary>Derives the five characters at the end of a pod's name, and its uid, from the Job's uid and the pod's number.</summary>
/// <remarks>
/// The suffix runs through all 27^5 combinations before one comes again, in an order that differs from Job to Job,
/// so that names look like Kubernetes' and a repeated start of a pod is recognised as the same pod.
/// </remarks>
internal static class PodSuffix
{
    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";
    private const int Length = 5;
    private const long Combinations = 27L * 27 * 27 * 27 * 27;

    /// <summary>Shares no factor with 27, so that multiplying by it permutes the combinations.</summary>
    private const long Stride = 5_702_887;

    public static string Of(Guid jobUid, long ordinal)
    {
        Span<byte> bytes = stackalloc byte[16];
        jobUid.TryWriteBytes(bytes);
        long offset = (long)(BinaryPrimitives.ReadUInt64LittleEndian(bytes[RandomHalf(jobUid)..]) % Combinations);
        long value = ((ordinal % Combinations * Stride) + offset) % Combinations;
        return string.Create(Length, value, static (text, rest) =>
        {
            for (int i = 0; i < text.Length; i++)
            {
                text[i] = Alphabet[(int)(rest % Alphabet.Length)];
                rest /= Alphabet.Length;
            }
        });
    }

    /// <summary>A version 8 uuid: the Job's, with the number mixed into the bits that versions leave free.</summary>
    public static Guid Uid(Guid jobUid, long ordinal)
    {
        Span<byte> bytes = stackalloc byte[16];
        jobUid.TryWriteBytes(bytes, bigEndian: true, out _);
        ulong high = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        ulong low = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        ulong mixed = SplitMix.Mix(high ^ SplitMix.Mix((ulong)ordinal + 1));
        BinaryPrimitives.WriteUInt64BigEndian(bytes, (mixed & 0xFFFF_FFFF_FFFF_0FFF) | 0x8000);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], ((low + (ulong)ordinal + 1) & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>Where the half begins that differs most between uids: the first half of one of version 7 is a time.</summary>
    private static int RandomHalf(Guid uid) => uid.Version == 7 ? 8 : 0;
}

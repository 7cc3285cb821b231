using System.Buffers;
using System.Globalization;
using System.Text;
using BatchJobs.Primitives;
using BatchJobs.Runtime;

namespace BatchJobs.Durability;

/// <summary>The manifest of all Jobs of a known spec: one text with places for name, uid, resource version and time.</summary>
/// <remarks>
/// Copies bytes instead of serializing, which was a sixth of what a small Job costs the engine beside its store, and makes nothing on the way instead of 2.5 kB.
/// The text is that of <see cref="StoredManifest"/>, which a property test checks.
/// </remarks>
internal sealed class ManifestPattern
{
    private const int UidLength = 36;
    private const long AnyVersion = 1_234_567_890_123_456_789;

    private readonly List<(byte[] Before, Value Value)> places = [];
    private readonly byte[] end;
    private readonly int constant;

    private ManifestPattern(ReadOnlySpan<byte> text, List<(int Offset, int Length, Value Value)> found)
    {
        int from = 0;
        foreach ((int offset, int length, Value value) in found)
        {
            places.Add((text[from..offset].ToArray(), value));
            from = offset + length;
        }

        end = text[from..].ToArray();
        constant = places.Sum(static place => place.Before.Length) + end.Length;
    }

    private enum Value
    {
        Name,
        Uid,
        Version,
        Time,
    }

    /// <summary>What is common to all Jobs of a spec, as it can be seen from one whose name and uid are nobody else's.</summary>
    public static ManifestPattern Of(KnownSpec known)
    {
        string name = Guid.NewGuid().ToString("N");
        Guid uid = Guid.NewGuid();
        DateTimeOffset time = DateTimeOffset.UnixEpoch;
        byte[] text = StoredManifest.Write(new AdmittedAgain(known, new JobKey(name), uid, time).Make(AnyVersion));

        // Version and time are in the metadata, which come first and hold nothing of the user's but the name.
        int metadata = text.AsSpan().IndexOf("\"spec\":"u8);
        List<(int Offset, int Length, Value Value)> found = [];
        Find(text, name, Value.Name);
        Find(text, uid.ToString(), Value.Uid);
        Find(text.AsSpan(0, metadata), AnyVersion.ToString(CultureInfo.InvariantCulture), Value.Version);
        Find(text.AsSpan(0, metadata), ApiTime.Format(time), Value.Time);
        found.Sort();
        return new ManifestPattern(text, found);

        void Find(ReadOnlySpan<byte> where, string what, Value value)
        {
            byte[] sought = Encoding.ASCII.GetBytes(what);
            for (int at = 0; where[at..].IndexOf(sought) is >= 0 and var next; at += next + sought.Length)
            {
                found.Add((at + next, sought.Length, value));
            }
        }
    }

    /// <summary>Writes the manifest of a Job.</summary>
    /// <param name="output">Where it goes.</param>
    /// <param name="name">Its name, of letters, digits and hyphens.</param>
    /// <param name="uid">Its uid.</param>
    /// <param name="version">Its resource version.</param>
    /// <param name="createdAt">When it was created.</param>
    public void Write(IBufferWriter<byte> output, string name, Guid uid, long version, DateTimeOffset createdAt)
    {
        Span<byte> text = output.GetSpan(constant + (places.Count * Math.Max(UidLength, name.Length)));
        int written = 0;
        foreach ((byte[] before, Value value) in places)
        {
            before.CopyTo(text[written..]);
            written += before.Length;
            written += value switch
            {
                Value.Name => Encoding.ASCII.GetBytes(name, text[written..]),
                Value.Uid => Format(uid, text[written..]),
                Value.Version => Format(version, text[written..]),
                _ => ApiTime.Format(createdAt, text[written..]),
            };
        }

        end.CopyTo(text[written..]);
        output.Advance(written + end.Length);
    }

    private static int Format<T>(T value, Span<byte> text)
        where T : IUtf8SpanFormattable
    {
        value.TryFormat(text, out int length, default, CultureInfo.InvariantCulture);
        return length;
    }
}

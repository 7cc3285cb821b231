using System.Text;

namespace BatchJobs.Persistence;

/// <summary>Writes values so that small ones take a byte: numbers of variable length, instants by their distance, repeated texts by their place.</summary>
/// <remarks>One object serves many states; what it hands out is valid until <see cref="Clear"/>.</remarks>
/// <param name="words">Texts that the reader knows as well, in the same order; they take a byte each.</param>
internal sealed class StateWriter(IReadOnlyList<string>? words = null)
{
    private const int LongestNumber = 10;

    private byte[] buffer = new byte[256];
    private int written;
    private readonly Dictionary<string, int> places = Places(words ?? []);
    private readonly Dictionary<string, int> texts = new(StringComparer.Ordinal);
    private long lastTicks;

    /// <summary>The text that was written last, and its place: what is written in rows is looked up once.</summary>
    private string? lastText;
    private int lastPlace;

    public ReadOnlyMemory<byte> Written => buffer.AsMemory(0, written);

    public void Clear()
    {
        written = 0;
        texts.Clear();
        lastTicks = 0;
        lastText = null;
    }

    public void Bool(bool value) => Unsigned(value ? 1UL : 0);

    public void Int(long value) => Unsigned(ZigZag(value));

    public void Count(int value) => Unsigned((uint)value);

    public void Unsigned(ulong value)
    {
        Span<byte> bytes = Room(LongestNumber);
        int length = 0;
        while (value >= 0x80)
        {
            bytes[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        bytes[length++] = (byte)value;
        written += length;
    }

    public void Time(DateTimeOffset value)
    {
        Int(value.UtcTicks - lastTicks);
        lastTicks = value.UtcTicks;
    }

    public void MaybeTime(DateTimeOffset? value)
    {
        Bool(value is not null);
        if (value is { } instant)
        {
            Time(instant);
        }
    }

    public void MaybeInt(long? value)
    {
        Bool(value is not null);
        if (value is { } number)
        {
            Int(number);
        }
    }

    /// <summary>A text for the first time: 1 and the text; null: 0; one that was written before: its place and 2.</summary>
    public void Text(string? value)
    {
        if (value is null)
        {
            Unsigned(0);
        }
        else if (ReferenceEquals(value, lastText))
        {
            Unsigned((uint)lastPlace + 2);
        }
        else if (places.TryGetValue(value, out int place) || texts.TryGetValue(value, out place))
        {
            Unsigned((uint)place + 2);
            (lastText, lastPlace) = (value, place);
        }
        else
        {
            (lastText, lastPlace) = (value, places.Count + texts.Count);
            texts.Add(value, lastPlace);
            Unsigned(1);
            int length = Encoding.UTF8.GetByteCount(value);
            Count(length);
            written += Encoding.UTF8.GetBytes(value, Room(length));
        }
    }

    public void Uid(Guid value)
    {
        value.TryWriteBytes(Room(16), bigEndian: true, out int length);
        written += length;
    }

    private Span<byte> Room(int length)
    {
        if (buffer.Length - written < length)
        {
            Array.Resize(ref buffer, Math.Max(buffer.Length * 2, written + length));
        }

        return buffer.AsSpan(written);
    }

    private static Dictionary<string, int> Places(IReadOnlyList<string> words) => words.Index().ToDictionary(word => word.Item, word => word.Index, StringComparer.Ordinal);

    private static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));
}

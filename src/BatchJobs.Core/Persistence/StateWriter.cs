using System.Buffers;
using System.Text;

namespace BatchJobs.Persistence;

/// <summary>Writes values so that small ones take a byte: numbers of variable length, instants by their distance, repeated texts by their place.</summary>
/// <remarks>One object serves many states; what it hands out is valid until <see cref="Clear"/>.</remarks>
/// <param name="words">Texts that the reader knows as well, in the same order; they take a byte each.</param>
internal sealed class StateWriter(IReadOnlyList<string>? words = null)
{
    private const int LongestNumber = 10;

    private readonly ArrayBufferWriter<byte> buffer = new(256);
    private readonly Dictionary<string, int> places = Places(words ?? []);
    private readonly Dictionary<string, int> texts = new(StringComparer.Ordinal);
    private long lastTicks;

    public ReadOnlyMemory<byte> Written => buffer.WrittenMemory;

    public void Clear()
    {
        buffer.ResetWrittenCount();
        texts.Clear();
        lastTicks = 0;
    }

    public void Bool(bool value) => Unsigned(value ? 1UL : 0);

    public void Int(long value) => Unsigned(ZigZag(value));

    public void Count(int value) => Unsigned((uint)value);

    public void Unsigned(ulong value)
    {
        Span<byte> bytes = buffer.GetSpan(LongestNumber);
        int length = 0;
        while (value >= 0x80)
        {
            bytes[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        bytes[length++] = (byte)value;
        buffer.Advance(length);
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
        else if (places.TryGetValue(value, out int place) || texts.TryGetValue(value, out place))
        {
            Unsigned((uint)place + 2);
        }
        else
        {
            texts.Add(value, places.Count + texts.Count);
            Unsigned(1);
            int length = Encoding.UTF8.GetByteCount(value);
            Count(length);
            buffer.Advance(Encoding.UTF8.GetBytes(value, buffer.GetSpan(length)));
        }
    }

    public void Uid(Guid value)
    {
        value.TryWriteBytes(buffer.GetSpan(16), bigEndian: true, out int length);
        buffer.Advance(length);
    }

    private static Dictionary<string, int> Places(IReadOnlyList<string> words) => words.Index().ToDictionary(word => word.Item, word => word.Index, StringComparer.Ordinal);

    private static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));
}

using System.Runtime.CompilerServices;
using System.Text;

namespace BatchJobs.Persistence;

/// <summary>Writes values so that small ones take a byte: numbers of variable length, instants by their distance, repeated texts by their place.</summary>
/// <remarks>One object serves many states; what it hands out is valid until <see cref="Clear"/>.</remarks>
/// <param name="words">Constant texts that the reader knows as well, in the same order; they take a byte each.</param>
internal sealed class StateWriter(IReadOnlyList<string>? words = null)
{
    private const int LongestNumber = 10;

    private byte[] buffer = new byte[256];
    private int written;
    private readonly string[] known = [.. words ?? []];
    private readonly Dictionary<string, int> texts = new(StringComparer.Ordinal);
    private string? firstText;
    private long lastTicks;

    /// <summary>The text that was written last, and its place: what is written in rows is looked up once.</summary>
    private string? lastText;
    private int lastPlace;

    public ReadOnlyMemory<byte> Written => buffer.AsMemory(0, written);

    public void Clear()
    {
        written = 0;
        texts.Clear();
        firstText = null;
        lastTicks = 0;
        lastText = null;
    }

    public void Bool(bool value) => Unsigned(value ? 1UL : 0);

    public void Int(long value) => Unsigned(ZigZag(value));

    public void Count(int value) => Unsigned((uint)value);

    public void Unsigned(ulong value)
    {
        if (value < 0x80 && written < buffer.Length)
        {
            buffer[written++] = (byte)value; // nine of ten
        }
        else
        {
            Long(value);
        }
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
        else if (TryPlace(value, out int place))
        {
            Unsigned((uint)place + 2);
            (lastText, lastPlace) = (value, place);
        }
        else
        {
            (lastText, lastPlace) = (value, Remember(value));
            Unsigned(1);
            int length = Encoding.UTF8.GetByteCount(value);
            Count(length);
            written += Encoding.UTF8.GetBytes(value, Room(length));
        }
    }

    /// <summary>A word that the reader knows is found as the object it is, five times as fast as by its letters; any other text of those letters is written out.</summary>
    private bool TryPlace(string value, out int place)
    {
        for (place = 0; place < known.Length; place++)
        {
            if (ReferenceEquals(known[place], value))
            {
                return true;
            }
        }

        return value == firstText || (texts.Count > 0 && texts.TryGetValue(value, out place));
    }

    /// <summary>Gives a new text its place; the first one, which often stays alone, without a table.</summary>
    private int Remember(string value)
    {
        if (firstText is null)
        {
            firstText = value;
            return known.Length;
        }

        int place = known.Length + 1 + texts.Count;
        texts.Add(value, place);
        return place;
    }

    public void Uid(Guid value)
    {
        value.TryWriteBytes(Room(16), bigEndian: true, out int length);
        written += length;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Long(ulong value)
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

    private Span<byte> Room(int length)
    {
        if (buffer.Length - written < length)
        {
            Array.Resize(ref buffer, Math.Max(buffer.Length * 2, written + length));
        }

        return buffer.AsSpan(written);
    }

    private static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));
}

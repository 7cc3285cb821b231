using System.Text;

namespace BatchJobs.Persistence;

/// <summary>Reads what a <see cref="StateWriter"/> has written; anything else ends in a <see cref="StateFormatException"/>.</summary>
/// <param name="bytes">What was written.</param>
/// <param name="words">Those that the writer knew.</param>
internal ref struct StateReader(ReadOnlySpan<byte> bytes, IReadOnlyList<string>? words = null)
{
    private readonly List<string> texts = [.. words ?? []];
    private ReadOnlySpan<byte> rest = bytes;
    private long lastTicks;

    public readonly bool AtEnd => rest.IsEmpty;

    public bool Bool() => Unsigned() switch
    {
        0 => false,
        1 => true,
        _ => throw StateFormatException.Damaged(),
    };

    public long Int()
    {
        ulong value = Unsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public int Int32() => Int() is >= int.MinValue and <= int.MaxValue and var value ? (int)value : throw StateFormatException.Damaged();

    /// <summary>A number of things that follow, each of a byte at least.</summary>
    public int Count() => Unsigned() is var value && value <= (ulong)rest.Length ? (int)value : throw StateFormatException.Damaged();

    public ulong Unsigned()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = Take(1)[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw StateFormatException.Damaged();
    }

    public DateTimeOffset Time()
    {
        lastTicks = unchecked(lastTicks + Int());
        return lastTicks >= 0 && lastTicks <= DateTimeOffset.MaxValue.UtcTicks ? new DateTimeOffset(lastTicks, TimeSpan.Zero) : throw StateFormatException.Damaged();
    }

    public DateTimeOffset? MaybeTime() => Bool() ? Time() : null;

    public long? MaybeInt() => Bool() ? Int() : null;

    /// <summary>A text that should be there; an executor that left it out has left it empty.</summary>
    public string Text() => MaybeText() ?? "";

    public string? MaybeText()
    {
        ulong place = Unsigned();
        if (place == 0)
        {
            return null;
        }

        if (place > 1)
        {
            return place - 2 < (ulong)texts.Count ? texts[(int)place - 2] : throw StateFormatException.Damaged();
        }

        string text = Encoding.UTF8.GetString(Take(Count()));
        texts.Add(text);
        return text;
    }

    public Guid Uid() => new(Take(16), bigEndian: true);

    /// <summary>A word of an enumeration.</summary>
    public T Word<T>()
        where T : struct, Enum
    {
        T word = (T)Enum.ToObject(typeof(T), Int32());
        return Enum.IsDefined(word) ? word : throw StateFormatException.Damaged();
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > rest.Length)
        {
            throw StateFormatException.Damaged();
        }

        ReadOnlySpan<byte> taken = rest[..length];
        rest = rest[length..];
        return taken;
    }
}

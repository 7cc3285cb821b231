using System.Globalization;

namespace BatchJobs.Validation;

/// <summary>Index lists such as <c>0,2-4</c>, read strictly: ascending, below the number of completions.</summary>
internal static class IndexListRules
{
    /// <summary>The number of indexes, or what is wrong with the text.</summary>
    public static (int Count, string? Error) Read(string text, int completions)
    {
        int count = 0;
        int previous = -1;
        if (text.Length == 0)
        {
            return (0, null);
        }

        foreach (string fragment in text.Split(','))
        {
            (int first, int last, string? error) = ReadInterval(fragment, completions);
            if (error is not null)
            {
                return (0, error);
            }

            if (previous >= first)
            {
                return (0, NotIncreasing(previous, first));
            }

            count += last - first + 1;
            previous = last;
        }

        return (count, null);
    }

    /// <summary>The first index in both lists; fragments that cannot be read are skipped.</summary>
    public static int? FirstCommon(string one, string other, int completions)
    {
        (int First, int Last)[] intervals = Intervals(one, completions);
        (int First, int Last)[] others = Intervals(other, completions);
        int position = 0;
        int otherPosition = 0;
        while (position < intervals.Length && otherPosition < others.Length)
        {
            (int first, int last) = intervals[position];
            (int otherFirst, int otherLast) = others[otherPosition];
            if (first <= otherLast && otherFirst <= last)
            {
                return Math.Max(first, otherFirst);
            }

            (position, otherPosition) = first <= otherFirst ? (position + 1, otherPosition) : (position, otherPosition + 1);
        }

        return null;
    }

    private static (int First, int Last)[] Intervals(string text, int completions) =>
        [.. text.Split(',').Select(fragment => ReadInterval(fragment, completions)).Where(interval => interval.Error is null).Select(interval => (interval.First, interval.Last))];

    private static (int First, int Last, string? Error) ReadInterval(string fragment, int completions)
    {
        string[] ends = fragment.Split('-');
        if (ends.Length > 2)
        {
            string quoted = GoText.Quote(fragment);
            return (0, 0, $"the fragment {quoted} violates the requirement that an index interval can have at most two parts separated by '-'");
        }

        string? error = ReadIndex(ends[0], completions, out int first);
        int last = first;
        if (error is null && ends.Length == 2)
        {
            error = ReadIndex(ends[1], completions, out last) ?? (first >= last ? NotIncreasing(first, last) : null);
        }

        return (first, last, error);
    }

    private static string? ReadIndex(string text, int completions, out int index)
    {
        index = 0;
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value))
        {
            return $"cannot convert string to integer for index: {GoText.Quote(text)}";
        }

        if (value >= completions)
        {
            return $"too large index: {GoText.Quote(text)}";
        }

        index = (int)value;
        return null;
    }

    private static string NotIncreasing(int previous, int current) =>
        string.Create(CultureInfo.InvariantCulture, $"non-increasing order, previous: {previous}, current: {current}");
}

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
            string[] ends = fragment.Split('-');
            if (ends.Length > 2)
            {
                string quoted = GoText.Quote(fragment);
                return (0, $"the fragment {quoted} violates the requirement that an index interval can have at most two parts separated by '-'");
            }

            if (ReadIndex(ends[0], completions, out int first) is { } firstError)
            {
                return (0, firstError);
            }

            int last = first;
            if (ends.Length == 2)
            {
                if (ReadIndex(ends[1], completions, out last) is { } lastError)
                {
                    return (0, lastError);
                }

                if (first >= last)
                {
                    return (0, NotIncreasing(first, last));
                }
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

using System.Globalization;
using System.Text;

namespace BatchJobs.Primitives;

/// <summary>The interval notation of Kubernetes: <c>0,2-4</c>; two neighbours are <c>3,4</c>, three are <c>3-5</c>.</summary>
internal static class IndexSetText
{
    public static string Write(IndexSet set)
    {
        var text = new StringBuilder();
        for (int position = 0; position < set.IntervalCount; position++)
        {
            (int first, int last) = set.Interval(position);
            text.Append(position > 0 ? "," : "").Append(CultureInfo.InvariantCulture, $"{first}");
            if (last > first)
            {
                text.Append(last == first + 1 ? ',' : '-').Append(CultureInfo.InvariantCulture, $"{last}");
            }
        }

        return text.ToString();
    }

    /// <summary>Reads forgivingly, as the Job controller does: bad parts are skipped, the first index at or above the limit ends the list.</summary>
    public static IndexSet Read(string text, int completions)
    {
        var set = new IndexSet();
        foreach (string part in text.Split(','))
        {
            string[] ends = part.Split('-');
            if (!TryParseInteger(ends[0], out int first))
            {
                continue;
            }

            if (first >= completions)
            {
                break;
            }

            int last = first;
            if (ends.Length > 1)
            {
                if (!TryParseInteger(ends[1], out last))
                {
                    continue;
                }

                last = Math.Min(last, completions - 1);
            }

            if (first >= 0 && last >= first)
            {
                set.AddRange(first, last);
            }
        }

        return set;
    }

    /// <summary>Go's strconv.Atoi: an optional sign and decimal digits, nothing else.</summary>
    public static bool TryParseInteger(string text, out int value) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
}

using System.Globalization;
using System.Text;

namespace BatchJobs.Primitives;

/// <summary>Text in the messages of Go's package <c>time</c>, which quotes in its own way.</summary>
internal static class GoTimeText
{
    /// <summary>In double quotes, with every byte outside printable ASCII escaped.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (byte value in Encoding.UTF8.GetBytes(text))
        {
            if (value is < (byte)' ' or >= 0x80)
            {
                quoted.Append(CultureInfo.InvariantCulture, $"\\x{value:x2}");
            }
            else if (value is (byte)'"' or (byte)'\\')
            {
                quoted.Append('\\').Append((char)value);
            }
            else
            {
                quoted.Append((char)value);
            }
        }

        return quoted.Append('"').ToString();
    }
}

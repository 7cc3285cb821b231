using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using BatchJobs.Manifests;

namespace BatchJobs.Yaml;

/// <summary>What an unquoted word means: YAML 1.1, as Kubernetes' tools read it.</summary>
internal static partial class YamlScalar
{
    /// <summary>The length of <c>false</c>.</summary>
    private const int LongestOther = 5;

    /// <summary>So many digits may be more than a long integer can hold.</summary>
    private const int MaxLongDigits = 19;

    private static readonly HashSet<string> Nulls = new(StringComparer.Ordinal) { "", "~", "null", "Null", "NULL" };

    private static readonly HashSet<string> NotFinite = new(StringComparer.Ordinal)
    {
        ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF", ".nan", ".NaN", ".NAN",
    };

    private static readonly Dictionary<string, bool> Booleans = new[] { ("y yes true on", true), ("n no false off", false) }
        .SelectMany(words => words.Item1.Split(' ').SelectMany(word => new[] { word, char.ToUpperInvariant(word[0]) + word[1..], word.ToUpperInvariant() }
            .Distinct(StringComparer.Ordinal).Select(form => (form, words.Item2))))
        .ToDictionary(StringComparer.Ordinal);

    /// <summary>Whether a text that begins like a word is not one that means something else.</summary>
    public static bool IsWord(ReadOnlySpan<char> text) => text.Length > LongestOther
        || !(Nulls.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text) || Booleans.GetAlternateLookup<ReadOnlySpan<char>>().ContainsKey(text));

    public static ManifestNode Resolve(string text, ManifestPosition position)
    {
        if (text.Length <= LongestOther && Nulls.Contains(text))
        {
            return new ManifestNode(ManifestNodeKind.Null, position);
        }

        if (text.Length <= LongestOther && Booleans.TryGetValue(text, out bool boolean))
        {
            return new ManifestNode(ManifestNodeKind.Bool, position) { Text = boolean ? "true" : "false", Written = text };
        }

        return Number(text) is { } number
            ? new ManifestNode(ManifestNodeKind.Number, position) { Text = number, Written = text }
            : new ManifestNode(ManifestNodeKind.String, position) { Text = text };
    }

    /// <summary>Whether the text is a number that no JSON has.</summary>
    public static bool IsNotFinite(string text) => text.Length is 4 or 5 && NotFinite.Contains(text);

    /// <summary>Whether the text means itself without quotes.</summary>
    public static bool IsPlainText(string text) => Resolve(text, default).Kind == ManifestNodeKind.String && !IsNotFinite(text) && text is not ("<<" or "=")
        && !TimestampPattern.IsMatch(text);

    /// <summary>The number as it stands in JSON, or null.</summary>
    private static string? Number(string text)
    {
        if (text[0] is not ((>= '0' and <= '9') or '+' or '-' or '.'))
        {
            return null;
        }

        string digits = text.Replace("_", "", StringComparison.Ordinal);
        return Integer(digits) ?? Float(digits);
    }

    private static string? Integer(string text)
    {
        bool negative = text.StartsWith('-');
        string digits = text.TrimStart('+', '-');
        if (text.Length - digits.Length > 1 || digits.Length == 0)
        {
            return null;
        }

        if (digits.Length < MaxLongDigits && (digits[0] != '0' || digits.Length == 1) && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long small))
        {
            return (negative ? -small : small).ToString(CultureInfo.InvariantCulture);
        }

        BigInteger? magnitude = digits switch
        {
            ['0', 'x' or 'X', ..] => Parse(digits[2..], 16),
            ['0', 'o' or 'O', ..] => Parse(digits[2..], 8),
            ['0', 'b' or 'B', ..] => Parse(digits[2..], 2),
            ['0', _, ..] => Parse(digits[1..], 8),
            _ => Parse(digits, 10),
        };
        BigInteger? value = negative ? -magnitude : magnitude;
        return value >= long.MinValue && value <= ulong.MaxValue ? value.Value.ToString(CultureInfo.InvariantCulture) : null;
    }

    private static BigInteger? Parse(string digits, int numberBase)
    {
        BigInteger value = 0;
        foreach (char digit in digits)
        {
            int number = char.IsAsciiHexDigit(digit) ? Convert.ToInt32(digit.ToString(), 16) : numberBase;
            if (number >= numberBase || value > ulong.MaxValue)
            {
                return null;
            }

            value = (value * numberBase) + number;
        }

        return digits.Length == 0 ? null : value;
    }

    private static string? Float(string text) =>
        FloatPattern.IsMatch(text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? Json(number)
            : null;

    private static string Json(double number) => Math.Abs(number) is >= 1e-6 and < 1e21 or 0
        ? ((decimal)number == Math.Truncate((decimal)number) || Math.Abs(number) >= 1e15
            ? new BigInteger(number).ToString(CultureInfo.InvariantCulture)
            : number.ToString("0.#################", CultureInfo.InvariantCulture))
        : number.ToString("R", CultureInfo.InvariantCulture).Replace("E+", "e+", StringComparison.Ordinal).Replace("E-0", "e-", StringComparison.Ordinal).Replace('E', 'e');

    [GeneratedRegex(@"\A[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex FloatPattern { get; }

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}", RegexOptions.NonBacktracking)]
    private static partial Regex TimestampPattern { get; }
}

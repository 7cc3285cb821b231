using System.Buffers;
using System.Globalization;
using System.Text;

namespace BatchJobs.Validation;

/// <summary>The kinds of names the API knows; each rule yields its complaints about a text.</summary>
internal static class NameRules
{
    private const int MaxPart = 63;
    private const int MaxSubdomain = 253;

    private const string QualifiedNameText =
        "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character " +
        "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

    private const string SubdomainText =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with " +
        @"an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    private const string LabelText =
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with " +
        "an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

    private const string LabelValueText =
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with " +
        "an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

    private static readonly SearchValues<char> LabelUnits = SearchValues.Create("-0123456789abcdefghijklmnopqrstuvwxyz");

    private static readonly SearchValues<char> NameUnits = SearchValues.Create("-._0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Names of objects: <c>example.com</c>.</summary>
    public static IEnumerable<string> DnsSubdomain(string text) => Subdomain(text, "characters");

    /// <summary>Prefixes of generated names, to which only alphanumeric characters will be appended.</summary>
    public static IEnumerable<string> DnsSubdomainPrefix(string text) =>
        DnsSubdomain(text.Length > 1 && text.EndsWith('-') ? string.Concat(text.AsSpan(0, text.Length - 2), "a") : text);

    /// <summary>Names of containers and hosts: <c>my-name</c>.</summary>
    public static IEnumerable<string> DnsLabel(string text) => text.Length <= MaxPart && IsLabel(text) ? [] : BadDnsLabel(text);

    private static IEnumerable<string> BadDnsLabel(string text)
    {
        if (Length(text) > MaxPart)
        {
            yield return AtMost(MaxPart, "characters");
        }

        if (!IsLabel(text))
        {
            yield return IsSubdomain(text) ? "must not contain dots" : LabelText;
        }
    }

    public static IEnumerable<string> LabelValue(string text) => text.Length == 0 || IsShortName(text) ? [] : BadLabelValue(text);

    private static IEnumerable<string> BadLabelValue(string text)
    {
        if (Length(text) > MaxPart)
        {
            yield return AtMost(MaxPart, "bytes");
        }

        if (!IsName(text))
        {
            yield return LabelValueText;
        }
    }

    /// <summary>Keys of labels and annotations, types of conditions: <c>name</c> or <c>example.com/name</c>.</summary>
    public static IEnumerable<string> QualifiedName(string text) => IsQualifiedName(text) ? [] : BadQualifiedName(text);

    private static IEnumerable<string> BadQualifiedName(string text)
    {
        string[] parts = text.Split('/');
        if (parts.Length > 2)
        {
            yield return $"a valid label key {QualifiedNameText} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
            yield break;
        }

        if (parts.Length == 2)
        {
            IEnumerable<string> complaints = parts[0].Length == 0 ? ["must be non-empty"] : Subdomain(parts[0], "bytes");
            foreach (string complaint in complaints)
            {
                yield return $"prefix part {complaint}";
            }
        }

        string name = parts[^1];
        if (name.Length == 0)
        {
            yield return "name part must be non-empty";
        }
        else if (Length(name) > MaxPart)
        {
            yield return $"name part {AtMost(MaxPart, "bytes")}";
        }

        if (!IsName(name))
        {
            yield return $"name part {QualifiedNameText}";
        }
    }

    public static IEnumerable<string> EnvironmentVariable(string text)
    {
        if (text.Length == 0)
        {
            yield return "environment variable name must be non-empty";
        }

        if (text.Any(unit => unit is < ' ' or > '~' or '='))
        {
            yield return "a valid environment variable name must consist only of printable ASCII characters other than '='";
        }
    }

    /// <summary>Keys of ConfigMaps and Secrets, which become file names.</summary>
    public static IEnumerable<string> ConfigKey(string text)
    {
        if (Length(text) > MaxSubdomain)
        {
            yield return AtMost(MaxSubdomain, "characters");
        }

        if (text.Length == 0 || text.AsSpan().ContainsAnyExcept(NameUnits))
        {
            yield return "a valid config key must consist of alphanumeric characters, '-', '_' or '.' " +
                "(e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";
        }

        if (text is "." or "..")
        {
            yield return $"must not be '{text}'";
        }
        else if (text.StartsWith("..", StringComparison.Ordinal))
        {
            yield return "must not start with '..'";
        }
    }

    /// <summary>Go counts bytes.</summary>
    public static int Length(string text) => Encoding.UTF8.GetByteCount(text);

    private static IEnumerable<string> Subdomain(string text, string unit) => text.Length <= MaxSubdomain && IsSubdomain(text) ? [] : BadSubdomain(text, unit);

    private static IEnumerable<string> BadSubdomain(string text, string unit)
    {
        if (Length(text) > MaxSubdomain)
        {
            yield return AtMost(MaxSubdomain, unit);
        }

        if (!IsSubdomain(text))
        {
            yield return SubdomainText;
        }
    }

    private static string AtMost(int number, string unit) => string.Create(CultureInfo.InvariantCulture, $"must be no more than {number} {unit}");

    private static bool IsLabel(ReadOnlySpan<char> text) =>
        text.Length > 0 && !text.ContainsAnyExcept(LabelUnits) && text[0] != '-' && text[^1] != '-';

    private static bool IsSubdomain(ReadOnlySpan<char> text)
    {
        foreach (Range label in text.Split('.'))
        {
            if (!IsLabel(text[label]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What the part of a qualified name behind the slash, and a label that is not empty, are like.</summary>
    private static bool IsName(ReadOnlySpan<char> text) =>
        text.Length > 0 && !text.ContainsAnyExcept(NameUnits) && char.IsAsciiLetterOrDigit(text[0]) && char.IsAsciiLetterOrDigit(text[^1]);

    private static bool IsQualifiedName(ReadOnlySpan<char> text)
    {
        int slash = text.IndexOf('/');
        return IsShortName(text[(slash + 1)..]) && (slash < 0 || (slash <= MaxSubdomain && IsSubdomain(text[..slash])));
    }

    private static bool IsShortName(ReadOnlySpan<char> text) => text.Length <= MaxPart && IsName(text);
}

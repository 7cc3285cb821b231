using System.Linq;

namespace BatchJobs.Analyzers.Specs;

/// <summary>Names of objects and of what becomes part of host names, in the words of the validation, against which they are tested.</summary>
internal static class NameRules
{
    private const string LabelText =
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with " +
        "an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

    private const string SubdomainText =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with " +
        @"an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    private const int MaxLabel = 63;

    /// <summary>What is wrong with the name of an object.</summary>
    public static string? Subdomain(string name) => name.Split('.').All(IsPart) ? null : SubdomainText;

    /// <summary>What is wrong with the name of a container or a namespace.</summary>
    public static string? Label(string name) => IsLabel(name) || name.Length > MaxLabel || Subdomain(name) is null ? null : LabelText;

    public static bool IsLabel(string name) => name.Length <= MaxLabel && IsPart(name);

    /// <summary>What is wrong with the host name of the pod of the last index.</summary>
    public static string? LastHost(string name, long completions) =>
        IsLabel($"{name}-{completions - 1}") || Subdomain(name) is not null
            ? null
            : $"will not able to create pod with invalid DNS label: {name}-{completions - 1}";

    private static bool IsPart(string text) =>
        text.Length > 0 && text[0] != '-' && text[text.Length - 1] != '-' && text.All(unit => unit is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');
}

using System.Text.RegularExpressions;

namespace BatchJobs.Validation;

/// <summary>The name of a controller: <c>acme.io/foo</c>.</summary>
internal static partial class ManagedByRules
{
    private const int MaxBytes = 63;

    public static void Check(string field, string? managedBy, FieldErrors errors)
    {
        if (managedBy is null)
        {
            return;
        }

        if (managedBy.Length == 0)
        {
            errors.Required(field);
        }
        else
        {
            CheckPath(field, managedBy, errors);
        }

        if (NameRules.Length(managedBy) > MaxBytes)
        {
            errors.TooLong(field, MaxBytes);
        }
    }

    private static void CheckPath(string field, string managedBy, FieldErrors errors)
    {
        int slash = managedBy.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || slash == managedBy.Length - 1)
        {
            errors.Invalid(field, managedBy, "must be a domain-prefixed path (such as \"acme.io/foo\")");
            return;
        }

        string domain = managedBy[..slash];
        string path = managedBy[(slash + 1)..];
        errors.EachInvalid(field, domain, NameRules.DnsSubdomain(domain));
        if (!PathPattern.IsMatch(path))
        {
            errors.Invalid(field, path, @"Invalid path (regex used for validation is '[A-Za-z0-9/\-._~%!$&'()*+,;=:]+')");
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9/\-._~%!$&'()*+,;=:]+\z", RegexOptions.NonBacktracking)]
    private static partial Regex PathPattern { get; }
}

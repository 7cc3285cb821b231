using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace BatchJobs.Cron;

/// <summary>Time zones by their IANA names, accepted and refused as the API server does.</summary>
/// <remarks>
/// The zones themselves are .NET's. They follow every transition a zone file lists, but the rule for the years after these is distorted if it
/// changes the clocks at 24:00 or later, or before 0:00 (dotnet/corefx#2618): in Africa/Cairo, America/Nuuk, America/Santiago and Asia/Jerusalem
/// activations close to such a change can be hours off. Files that list transitions, as Debian's do, are right until 2037; "slim" ones are not.
/// </remarks>
internal static class CronTimeZone
{
    private const string LocalName = "Local";
    private const int LongestNamePart = 14;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.-_0123456789+");

    /// <summary>What is wrong with a name as the <c>timeZone</c> of a CronJob, in the server's order.</summary>
    public static IReadOnlyList<string> Validate(string name)
    {
        if (name.Length == 0)
        {
            return ["timeZone must be nil or non-empty string"];
        }

        if (!IsWellFormed(name))
        {
            return [Unknown(name)];
        }

        var errors = new List<string>();
        if (name.Equals(LocalName, StringComparison.OrdinalIgnoreCase))
        {
            errors.Add("timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones");
        }

        if (!TryLoad(name, out _, out string? error))
        {
            errors.Add(error);
        }

        return errors;
    }

    /// <summary>Finds the zone of a name; null stands for the zone of the engine.</summary>
    public static bool TryLoad(string name, out TimeZoneInfo? zone, [NotNullWhen(false)] out string? error) =>
        TryLoad(name, FindInSystem, out zone, out error);

    internal static bool TryLoad(string name, Func<string, TimeZoneInfo?> system, out TimeZoneInfo? zone, [NotNullWhen(false)] out string? error)
    {
        zone = name is "" or "UTC" ? TimeZoneInfo.Utc : null;
        error = null;
        if (zone is not null || name == LocalName)
        {
            return true;
        }

        if (name.Contains("..", StringComparison.Ordinal) || name.StartsWith('/') || name.StartsWith('\\'))
        {
            return Fail("time: invalid location name", out error);
        }

        if (TimeZoneNames.IsFolder(name))
        {
            return Fail("is a directory", out error);
        }

        if (!IsWellFormed(name) || !TimeZoneNames.MayExist(name))
        {
            return Fail(Unknown(name), out error);
        }

        zone = system(name);
        if (zone is not null)
        {
            return true;
        }

        return TimeZoneNames.Contains(name)
            ? Fail($"{Unknown(name)}: the time zone database of this machine lacks it (is tzdata installed?)", out error)
            : Fail(Unknown(name), out error);
    }

    private static TimeZoneInfo? FindInSystem(string name) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone) && zone.HasIanaId && zone.Id == name ? zone : null;

    private static bool IsWellFormed(string name) => name.Split('/').All(part =>
        part.Length is > 0 and <= LongestNamePart
        && part is not ("." or "..")
        && !part.StartsWith('-')
        && !part.AsSpan().ContainsAnyExcept(NameCharacters));

    private static string Unknown(string name) => $"unknown time zone {name}";

    private static bool Fail(string message, [NotNullWhen(false)] out string? error)
    {
        error = message;
        return false;
    }
}

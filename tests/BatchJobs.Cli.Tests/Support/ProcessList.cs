using System.Globalization;

namespace BatchJobs.Cli.Tests.Support;

/// <summary>The processes of this machine whose command line carries a mark, parents alive or not.</summary>
internal static class ProcessList
{
    /// <summary>An argument for <c>sleep</c> no other process has.</summary>
    public static string NewMark() =>
        string.Create(CultureInfo.InvariantCulture, $"{Random.Shared.Next(600, 700)}.{Random.Shared.Next(100_000_000, 999_999_999)}");

    public static IReadOnlyList<int> WithMark(string mark) =>
        [.. Directory.GetDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : 0)
            .Where(id => id != 0 && id != Environment.ProcessId && CommandLine(id).Contains(mark, StringComparison.Ordinal))];

    private static string CommandLine(int processId)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
        catch (UnauthorizedAccessException)
        {
            return "";
        }
    }
}

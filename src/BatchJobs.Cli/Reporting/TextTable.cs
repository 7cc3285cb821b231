namespace BatchJobs.Cli.Reporting;

/// <summary>Columns of text three spaces apart, as kubectl prints them.</summary>
internal static class TextTable
{
    public static IEnumerable<string> Lines(IReadOnlyList<string[]> rows)
    {
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length) + 3)];
        return rows.Select(row => string.Concat(row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }
}

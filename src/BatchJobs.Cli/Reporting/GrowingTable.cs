namespace BatchJobs.Cli.Reporting;

/// <summary>A table whose rows come one by one: columns only grow.</summary>
internal sealed class GrowingTable(TextWriter output, string[] header)
{
    private readonly int[] widths = [.. header.Select(cell => cell.Length)];
    private bool begun;

    public void Add(string[] row)
    {
        for (int i = 0; i < widths.Length; i++)
        {
            widths[i] = Math.Max(widths[i], row[i].Length);
        }

        if (!begun)
        {
            begun = true;
            Write(header);
        }

        Write(row);
    }

    private void Write(string[] row) => output.WriteLine(string.Concat(row.Select((cell, column) => cell.PadRight(widths[column] + 3))).TrimEnd());
}

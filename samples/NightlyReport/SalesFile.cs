using System.Globalization;
using System.Runtime.CompilerServices;

namespace NightlyReport;

/// <summary>The sales of the day, as a till writes them.</summary>
internal sealed class SalesFile
{
    private readonly string path = Path.Combine(AppContext.BaseDirectory, "sales.csv");

    public static IReadOnlyList<string> Regions { get; } = ["East", "North", "Overseas", "South", "West"];

    /// <summary>The amount of each sale in a region.</summary>
    public async IAsyncEnumerable<decimal> ReadAsync(string region, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(path);
        await reader.ReadLineAsync(cancellationToken);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            string[] fields = line.Split(',');
            if (fields[2] == region)
            {
                yield return int.Parse(fields[4], CultureInfo.InvariantCulture) * decimal.Parse(fields[5], CultureInfo.InvariantCulture);
            }
        }
    }
}

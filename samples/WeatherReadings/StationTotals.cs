using System.Globalization;

namespace WeatherReadings;

/// <summary>What a station has measured, in a slice or in all of them.</summary>
internal sealed record StationTotals(string Station, int Days, int Gaps, decimal Sum, Extreme Low, Extreme High, decimal Rain)
{
    /// <summary>Sums up readings by station.</summary>
    /// <exception cref="FormatException">A line is no reading.</exception>
    public static async Task<StationTotals[]> SumAsync(IAsyncEnumerable<string> lines)
    {
        var totals = new Dictionary<string, StationTotals>(StringComparer.Ordinal);
        await foreach (string line in lines)
        {
            StationTotals reading = Parse(line);
            totals[reading.Station] = totals.TryGetValue(reading.Station, out StationTotals? before) ? Add(before, reading) : reading;
        }

        return [.. totals.Values];
    }

    public static StationTotals Add(StationTotals one, StationTotals other) => new(
        one.Station,
        one.Days + other.Days,
        one.Gaps + other.Gaps,
        one.Sum + other.Sum,
        one.Low.Celsius <= other.Low.Celsius ? one.Low : other.Low,
        one.High.Celsius >= other.High.Celsius ? one.High : other.High,
        one.Rain + other.Rain);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Station}: {Days} days, {Gaps} gaps, mean {Sum / Days:F1}, low {Low}, high {High}, rain {Rain:F1} mm");

    /// <summary>Reads "station,date,low,high,rain"; a thermometer that was out of order leaves its two fields empty.</summary>
    private static StationTotals Parse(string line)
    {
        if (line.Split(',') is not [var station, var date, var low, var high, var rain] || !Number(rain, out decimal fallen))
        {
            throw new FormatException($"\"{line}\" is no reading");
        }

        if (low.Length + high.Length == 0)
        {
            return new StationTotals(station, 0, 1, 0, new Extreme(decimal.MaxValue, date), new Extreme(decimal.MinValue, date), fallen);
        }

        return Number(low, out decimal coldest) && Number(high, out decimal warmest)
            ? new StationTotals(station, 1, 0, (coldest + warmest) / 2, new Extreme(coldest, date), new Extreme(warmest, date), fallen)
            : throw new FormatException($"\"{line}\" is no reading");
    }

    private static bool Number(string text, out decimal number) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
}

using BatchJobs;
using BatchJobs.Building;
using BatchJobs.InProcess;
using WeatherReadings;

// Sums up a file of weather readings in slices of bytes, eight of them, four at a time; each slice gives a typed result, and the results add up.
// A slice with a line that makes no sense fails at once, without retries, and doesn't keep the others from being counted.
const int Slices = 8;
const int NoReading = 65;

string path = args is [string given] ? given : "../data/weather.csv";
var executor = new InProcessPodExecutor(new InProcessExecutorOptions
{
    ExceptionExitCodes = new ExceptionExitCodes().Map<FormatException>(NoReading, "NoReading"),
});
await using var engine = new JobEngine(executor);

JobReport<StationTotals[]> report = await engine.ComputeAsync(
    JobBuilder.Indexed("weather", Slices).Parallelism(4).BackoffLimitPerIndex(3).FailIndexOn(NoReading),
    async pod => await StationTotals.SumAsync(FileSlice.ReadAsync(path, pod.Index, Slices, pod.CancellationToken)));

foreach (IGrouping<string, StationTotals> station in report.Results.Values.SelectMany(totals => totals).GroupBy(totals => totals.Station).OrderBy(station => station.Key, StringComparer.Ordinal))
{
    Console.WriteLine(station.Aggregate(StationTotals.Add));
}

foreach ((int slice, PodFailure failure) in report.Failures)
{
    Console.Error.WriteLine($"slice {slice} of {Slices} is not in it: {failure.Message}");
}

return report.Succeeded ? 0 : 1;

using System.Diagnostics;
using System.Globalization;

namespace BatchJobs.Benchmarks.Startup;

/// <summary>How long the command takes from its start to its end, compiled ahead of time and by the runtime, in one run.</summary>
/// <remarks>The two take turns, so that what else the machine does meets both.</remarks>
internal static class StartupComparison
{
    private const int Rounds = 20;

    /// <summary>What nobody notices. It is told and not demanded, since it is the machine's as much as the program's.</summary>
    private const double Goal = 50;

    /// <summary>What a person waits for most often: what the command itself takes, and with it a manifest.</summary>
    private static readonly string[][] CommandLines =
    [
        ["--version"],
        ["--help"],
        ["validate", "-f", "samples/manifests/example-job.yaml"],
        ["schedule", "@daily", "--from", "2026-01-01T00:00:00Z"],
    ];

    /// <param name="native">The program compiled ahead of time.</param>
    /// <param name="assembly">The assembly that <c>dotnet</c> runs.</param>
    /// <param name="least">How many times as long the runtime has to take, by the medians of each command line.</param>
    /// <returns>0; 1 if it takes less.</returns>
    public static int Run(string native, string assembly, double least)
    {
        Console.WriteLine("| batchjobs | ahead of time, ms | by the runtime, ms | ratio |");
        Console.WriteLine("|---|---:|---:|---:|");
        double slowest = 0;
        double narrowest = double.PositiveInfinity;
        foreach (string[] arguments in CommandLines)
        {
            List<double> ahead = [];
            List<double> runtime = [];

            // The first round brings the files into memory and is not counted.
            for (int round = 0; round <= Rounds; round++)
            {
                Measure(round, ahead, native, arguments);
                Measure(round, runtime, "dotnet", [assembly, .. arguments]);
            }

            slowest = Math.Max(slowest, Median(ahead));
            narrowest = Math.Min(narrowest, Median(runtime) / Median(ahead));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {string.Join(' ', arguments)} | {Median(ahead):F1} | {Median(runtime):F1} | {Median(runtime) / Median(ahead):F1} |"));
        }

        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The slowest takes {slowest:F1} ms ahead of time; the goal of {Goal:F0} ms is {(slowest <= Goal ? "met" : "missed")}."));
        if (narrowest >= least)
        {
            return 0;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"error: the runtime takes only {narrowest:F1} times as long, not {least}"));
        return 1;
    }

    private static void Measure(int round, List<double> times, string program, string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        long begin = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        _ = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        TimeSpan took = Stopwatch.GetElapsedTime(begin);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {process.StandardError.ReadToEnd()}");
        }

        if (round > 0)
        {
            times.Add(took.TotalMilliseconds);
        }
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);
}

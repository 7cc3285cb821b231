using System.Diagnostics;
using System.Globalization;
using BatchJobs.Benchmarks.Measuring;

namespace BatchJobs.Benchmarks.Spawning;

/// <summary>A contender in a process of its own.</summary>
/// <remarks>
/// As who uses it would have it: <see cref="Process"/> makes the runtime handle SIGCHLD from its first use on, for the children of everybody in
/// its process.
/// </remarks>
internal sealed class SpawnWorker : IDisposable
{
    private const string Command = "--spawn-worker";

    private static readonly TimeSpan Warmth = TimeSpan.FromSeconds(6);

    private readonly Process process;

    private SpawnWorker(Process process) => this.process = process;

    /// <summary>Serves the process that started this one, if one did: takes numbers of programs, answers with turns.</summary>
    /// <returns>The exit code; null if this process is none of these.</returns>
    internal static async Task<int?> TryServeAsync(string[] args)
    {
        if (args is not [Command, var name, var parallelism, var baseline]) return null;
        var run = SpawnContenders.Find(name, int.Parse(parallelism, CultureInfo.InvariantCulture), baseline);

        // The runtime compiles what runs often anew, and better, for a while.
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < Warmth;) await run(500);
        while (Console.ReadLine() is { } line) Console.WriteLine(await SpawnTurn.MeasureAsync(run, int.Parse(line, CultureInfo.InvariantCulture)));
        return 0;
    }

    /// <summary>Starts one, and waits until its code is compiled for good: with all of them warming at once, none would be.</summary>
    internal static SpawnWorker StartWarm(string name, int parallelism, string baseline)
    {
        var worker = new SpawnWorker(Again.Start(Command, name, parallelism.ToString(CultureInfo.InvariantCulture), baseline));
        worker.Measure(1);
        return worker;
    }

    internal SpawnTurn Measure(int programs)
    {
        process.StandardInput.WriteLine(programs);
        return SpawnTurn.Parse(process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("A contender failed."));
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}

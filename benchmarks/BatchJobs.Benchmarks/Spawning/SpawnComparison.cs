using System.Diagnostics;
using System.Globalization;

namespace BatchJobs.Benchmarks.Spawning;

/// <summary>Compares ways to start programs in one run, in turns, so that whatever else the machine does hits all of them.</summary>
internal static class SpawnComparison
{
    private const int Parallelism = 4;

    // The kernel tells processor time in hundredths of a second.
    private const double TickMicroseconds = 10_000;

    private static readonly TimeSpan Warmth = TimeSpan.FromSeconds(2);

    /// <param name="rounds">How often each contender has its turn.</param>
    /// <param name="programs">How many programs it starts each time.</param>
    /// <param name="only">The beginnings of the names of the contenders to run; empty for all.</param>
    internal static async Task<int> RunAsync(int rounds, int programs, string[] only)
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        var all = await SpawnContenders.FindAsync(folder, Parallelism);
        var contenders = all.Where(contender => only.Length == 0 || Array.Exists(only, name => contender.Name.StartsWith(name, StringComparison.Ordinal))).ToList();
        var turns = contenders.ToDictionary(contender => contender.Name, _ => new List<Turn>());
        foreach (var (_, run) in contenders) await WarmAsync(run);
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < contenders.Count; i++)
            {
                var (name, run) = contenders[(i + round) % contenders.Count];
                turns[name].Add(await Turn.MeasureAsync(run, programs));
            }
        }

        Directory.Delete(folder, recursive: true);
        Print(turns, programs);
        await PrintMemoryAsync();
        return 0;
    }

    // The runtime compiles what runs often anew, and better, for a while.
    private static async Task WarmAsync(Func<int, Task> run)
    {
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < Warmth;) await run(500);
    }

    private static void Print(Dictionary<string, List<Turn>> turns, int programs)
    {
        var baseline = turns.GetValueOrDefault(SpawnContenders.Baseline) ?? turns.First().Value;
        Console.WriteLine($"{programs} x {baseline.Count} times /bin/true, {Parallelism} at a time; medians of the ratios within each round");
        Console.WriteLine("| contender | programs/s | time | processor time | of it in .NET | allocated in .NET |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|");
        foreach (var (name, own) in turns)
        {
            var (time, cpu) = (Median(own.Zip(baseline, (a, b) => a.Seconds / b.Seconds)), Median(own.Zip(baseline, (a, b) => a.Cpu / b.Cpu)));
            var (rate, bytes) = (programs / Median(own.Select(turn => turn.Seconds)), Median(own.Select(turn => turn.Bytes)) / programs);
            var micros = Median(own.Select(turn => turn.OwnCpu)) * TickMicroseconds / programs;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {rate:F0} | {time:F2} | {cpu:F2} | {micros:F0} us | {bytes:F0} B |"));
        }
    }

    private static async Task PrintMemoryAsync()
    {
        const int Pods = 1000;
        var before = Memory();
        await using var executor = await new PodSpawner(Pods).StartManyAsync(Pods);
        var text = string.Create(CultureInfo.InvariantCulture, $"{(Memory() - before) / 1024.0 / Pods:F1} kB of memory for each of {Pods} running pods, the pods themselves apart");
        Console.WriteLine(text);
        foreach (var report in await executor.ListAsync()) await executor.StopAsync(report.Pod, TimeSpan.Zero);
    }

    private static long Memory()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return Environment.WorkingSet;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private sealed record Turn(double Seconds, double OwnCpu, double Cpu, double Bytes)
    {
        internal static async Task<Turn> MeasureAsync(Func<int, Task> run, int programs)
        {
            var ((ownCpu, cpu), bytes, start) = (CpuTicks(), GC.GetTotalAllocatedBytes(precise: true), Stopwatch.GetTimestamp());
            await run(programs);
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            var (ownAfter, after) = CpuTicks();
            return new Turn(seconds, ownAfter - ownCpu, after - cpu, GC.GetTotalAllocatedBytes(precise: true) - bytes);
        }

        // This process, and all with the children that have ended, in user and in system mode.
        private static (double Own, double All) CpuTicks()
        {
            var stat = File.ReadAllText("/proc/self/stat");
            var ticks = Array.ConvertAll(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[11..15], text => double.Parse(text, CultureInfo.InvariantCulture));
            return (ticks[0] + ticks[1], ticks.Sum());
        }
    }
}

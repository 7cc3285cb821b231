using System.Globalization;

namespace BatchJobs.Benchmarks.Spawning;

/// <summary>Compares ways to start programs in one run, in turns, so that whatever else the machine does hits all of them.</summary>
internal static class SpawnComparison
{
    private const int Parallelism = 4;

    // The kernel tells processor time in hundredths of a second.
    private const double TickMicroseconds = 10_000;

    /// <param name="rounds">How often each contender has its turn.</param>
    /// <param name="programs">How many programs it starts each time.</param>
    /// <param name="only">The beginnings of the names of the contenders to run; empty for all.</param>
    internal static async Task<int> RunAsync(int rounds, int programs, string[] only)
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        var baseline = Path.Combine(folder, "spawn");
        var names = SpawnContenders.Names(await SpawnContenders.TryCompileAsync(baseline))
            .Where(name => only.Length == 0 || Array.Exists(only, start => name.StartsWith(start, StringComparison.Ordinal)))
            .ToList();
        var workers = names.ConvertAll(name => SpawnWorker.StartWarm(name, Parallelism, baseline));
        var turns = names.ToDictionary(name => name, _ => new List<SpawnTurn>());
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < names.Count; i++)
            {
                var next = (i + round) % names.Count;
                turns[names[next]].Add(workers[next].Measure(programs));
            }
        }

        foreach (var worker in workers) worker.Dispose();
        Directory.Delete(folder, recursive: true);
        Print(turns, programs);
        await PrintMemoryAsync();
        return 0;
    }

    private static void Print(Dictionary<string, List<SpawnTurn>> turns, int programs)
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
        _ = await MeasureMemoryAsync(pods: 20); // its code is compiled now, and the heap has no room yet that many pods would leave
        var bytes = await MeasureMemoryAsync(Pods);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0 / Pods:F1} kB of memory for each of {Pods} running pods, the pods themselves apart"));
    }

    private static async Task<long> MeasureMemoryAsync(int pods)
    {
        var before = Memory();
        await using var executor = await new PodSpawner(pods).StartManyAsync(pods);
        var bytes = Memory() - before;
        foreach (var report in await executor.ListAsync()) await executor.StopAsync(report.Pod, TimeSpan.Zero);
        return bytes;
    }

    private static long Memory()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true); // gives room that nothing needs back
        return Environment.WorkingSet;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}

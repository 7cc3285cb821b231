using System.Diagnostics;
using System.Globalization;

namespace BatchJobs.Benchmarks.Spawning;

/// <summary>What one turn of a contender took.</summary>
/// <param name="Seconds">From the first start to the last end.</param>
/// <param name="OwnCpu">Processor time of the contender's process, in hundredths of a second.</param>
/// <param name="Cpu">The same with the programs it ran.</param>
/// <param name="Bytes">Bytes allocated in .NET.</param>
internal sealed record SpawnTurn(double Seconds, double OwnCpu, double Cpu, double Bytes)
{
    internal static async Task<SpawnTurn> MeasureAsync(Func<int, Task> run, int programs)
    {
        var ((ownCpu, cpu), bytes, start) = (CpuTicks(), GC.GetTotalAllocatedBytes(precise: true), Stopwatch.GetTimestamp());
        await run(programs);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var (ownAfter, after) = CpuTicks();
        return new SpawnTurn(seconds, ownAfter - ownCpu, after - cpu, GC.GetTotalAllocatedBytes(precise: true) - bytes);
    }

    internal static SpawnTurn Parse(string line)
    {
        var numbers = Array.ConvertAll(line.Split(' '), text => double.Parse(text, CultureInfo.InvariantCulture));
        return new SpawnTurn(numbers[0], numbers[1], numbers[2], numbers[3]);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Seconds} {OwnCpu} {Cpu} {Bytes}");

    // This process, and all with the children that have ended, in user and in system mode.
    private static (double Own, double All) CpuTicks()
    {
        var stat = File.ReadAllText("/proc/self/stat");
        var ticks = Array.ConvertAll(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[11..15], text => double.Parse(text, CultureInfo.InvariantCulture));
        return (ticks[0] + ticks[1], ticks.Sum());
    }
}

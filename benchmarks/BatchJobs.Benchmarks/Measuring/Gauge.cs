using System.Diagnostics;

namespace BatchJobs.Benchmarks.Measuring;

/// <summary>Takes the time and counts the bytes.</summary>
internal static class Gauge
{
    /// <summary>Nanoseconds and allocated bytes per item.</summary>
    public static async Task<Sample> ThroughputAsync(int items, Func<Task> run)
    {
        Settle();
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long begin = Stopwatch.GetTimestamp();
        AllocationProfile.Counts = true;
        await run();
        AllocationProfile.Counts = false;
        double nanoseconds = Stopwatch.GetElapsedTime(begin).TotalNanoseconds;
        double cpuNanoseconds = (Environment.CpuUsage.TotalTime - cpu).TotalNanoseconds;
        return new Sample(nanoseconds / items, (double)(GC.GetTotalAllocatedBytes(precise: true) - allocated) / items, Cpu: cpuNanoseconds / items);
    }

    /// <summary>Median and 99th percentile of the time of one call, in nanoseconds.</summary>
    public static async Task<Sample> LatencyAsync(int calls, Func<int, Task> call)
    {
        Settle();
        double[] nanoseconds = new double[calls];
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        for (int i = 0; i < calls; i++)
        {
            long begin = Stopwatch.GetTimestamp();
            await call(i);
            nanoseconds[i] = Stopwatch.GetElapsedTime(begin).TotalNanoseconds;
        }

        double bytes = (double)(GC.GetTotalAllocatedBytes(precise: true) - allocated) / calls;
        Array.Sort(nanoseconds);
        return new Sample(nanoseconds[calls / 2], bytes, nanoseconds[(int)(calls * 0.99)]);
    }

    /// <summary>Bytes that stay reachable per item.</summary>
    public static async Task<Sample> KeptAsync(int items, Func<Task<object>> make)
    {
        long before = Reachable();
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        AllocationProfile.Counts = true;
        object kept = await make();
        AllocationProfile.Counts = false;
        double bytes = (double)(GC.GetTotalAllocatedBytes(precise: true) - allocated) / items;
        double reachable = (double)(Reachable() - before) / items;
        GC.KeepAlive(kept);
        return new Sample(reachable, bytes);
    }

    private static void Settle()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private static long Reachable()
    {
        Settle();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}

using BatchJobs.Primitives;
using BenchmarkDotNet.Attributes;

namespace BatchJobs.Benchmarks.Steps;

/// <summary>What a million completed indexes cost, against a set that holds each of them.</summary>
[MemoryDiagnoser]
public class IndexSetMemory
{
    private const int Indexes = 1_000_000;

    [Benchmark]
    public object Intervals()
    {
        var set = new IndexSet();
        for (int index = 0; index < Indexes; index++)
        {
            set.Add(index);
        }

        return set;
    }

    [Benchmark(Baseline = true)]
    public object Numbers()
    {
        var set = new HashSet<int>();
        for (int index = 0; index < Indexes; index++)
        {
            set.Add(index);
        }

        return set;
    }
}

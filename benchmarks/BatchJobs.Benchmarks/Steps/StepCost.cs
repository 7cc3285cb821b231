using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;

namespace BatchJobs.Benchmarks.Steps;

/// <summary>A step costs the same however many completions a Job has: the ratios stay near 1.</summary>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class StepCost
{
    private readonly HalfDoneJob ten = new(10);
    private readonly HalfDoneJob thousand = new(1_000);
    private readonly HalfDoneJob million = new(1_000_000);
    private readonly HalfDoneJob tenMillion = new(10_000_000);

    [Benchmark(Baseline = true, Description = "10"), BenchmarkCategory("pod reports")]
    public int Reports10() => ten.PodReports();

    [Benchmark(Description = "1 000"), BenchmarkCategory("pod reports")]
    public int Reports1000() => thousand.PodReports();

    [Benchmark(Description = "1 000 000"), BenchmarkCategory("pod reports")]
    public int ReportsMillion() => million.PodReports();

    [Benchmark(Description = "10 000 000"), BenchmarkCategory("pod reports")]
    public int ReportsTenMillion() => tenMillion.PodReports();

    [Benchmark(Baseline = true, Description = "10"), BenchmarkCategory("pod succeeds")]
    public int Succeeds10() => ten.PodSucceeds();

    [Benchmark(Description = "1 000"), BenchmarkCategory("pod succeeds")]
    public int Succeeds1000() => thousand.PodSucceeds();

    [Benchmark(Description = "1 000 000"), BenchmarkCategory("pod succeeds")]
    public int SucceedsMillion() => million.PodSucceeds();

    [Benchmark(Description = "10 000 000"), BenchmarkCategory("pod succeeds")]
    public int SucceedsTenMillion() => tenMillion.PodSucceeds();
}

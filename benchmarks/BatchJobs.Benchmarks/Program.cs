using System.Globalization;
using BatchJobs.Benchmarks.Durability;
using BatchJobs.Benchmarks.Measuring;
using BatchJobs.Benchmarks.Spawning;
using BatchJobs.Benchmarks.Startup;
using BatchJobs.Benchmarks.Workloads;
using BenchmarkDotNet.Running;

if (await FinishedJobs.TryRunAsync(args) is { } code)
{
    return code;
}

if (await SpawnWorker.TryServeAsync(args) is { } served)
{
    return served;
}

if (args is ["--report" or "--short" or "--only", ..])
{
    return await Comparison.RunAsync(ComparisonOptions.Parse(args));
}

if (args is ["--spawn", var rounds, var programs, .. var only])
{
    return await SpawnComparison.RunAsync(int.Parse(rounds, CultureInfo.InvariantCulture), int.Parse(programs, CultureInfo.InvariantCulture), only);
}

if (args is ["--startup", var native, var assembly, var ratio])
{
    return StartupComparison.Run(native, assembly, double.Parse(ratio, CultureInfo.InvariantCulture));
}

if (args is ["--durability"])
{
    await DurabilityReport.RunAsync();
    return 0;
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;

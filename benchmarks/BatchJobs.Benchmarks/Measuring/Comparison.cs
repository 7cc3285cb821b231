using System.Diagnostics;
using BatchJobs.Benchmarks.Workloads;

namespace BatchJobs.Benchmarks.Measuring;

/// <summary>Runs the contenders of each workload in turns, round by round, so that whatever else the machine does hits all of them alike.</summary>
internal static class Comparison
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    public static async Task<int> RunAsync(ComparisonOptions options)
    {
        var standings = new List<Standing>();
        foreach (Workload workload in AllWorkloads.List.Where(workload => options.Only.Count == 0 || options.Only.Contains(workload.Id)))
        {
            await Console.Error.WriteLineAsync($"{workload.Id}: {workload.Title}");
            standings.Add(await RunAsync(workload, options));
        }

        string report = ReportWriter.Write(standings, options);
        if (options.Output is { } path)
        {
            await File.WriteAllTextAsync(path, report);
        }
        else
        {
            Console.WriteLine(report);
        }

        return 0;
    }

    private static async Task<Standing> RunAsync(Workload workload, ComparisonOptions options)
    {
        var standing = new Standing(workload);
        List<Contender> contenders = [.. workload.Contenders().Where((contender, place) => place == 0 || options.Against.Count == 0 || options.Against.Any(name => contender.Name.StartsWith(name, StringComparison.Ordinal)))];
        int items = options.Short ? workload.ShortItems : workload.Items;
        foreach (Contender contender in contenders)
        {
            await contender.PrepareAsync();
            await WarmUpAsync(contender, ItemsOf(contender, Math.Max(1, items / 10)), options.Short);
        }

        for (int round = 0; round < options.Rounds; round++)
        {
            foreach (Contender contender in contenders)
            {
                Sample sample = await contender.RunAsync(ItemsOf(contender, items));
                standing.Add(contender.Name, sample);
                await Console.Error.WriteLineAsync($"  {round + 1} {contender.Name}: {sample.Cost:0.#} {workload.Unit}, {sample.Cpu:0.#} ns cpu, {sample.Allocated:0.#} B");
            }
        }

        if (options.Allocations)
        {
            using var profile = new AllocationProfile();
            await contenders[0].RunAsync(items);
            await Console.Error.WriteLineAsync(profile.Describe(40));
        }

        foreach (Contender contender in contenders)
        {
            standing.Setups[contender.Name] = contender.Setup;
            await contender.DisposeAsync();
        }

        return standing;
    }

    /// <summary>Until the code that it runs has been compiled to its final form, which takes the runtime some tenths of a second.</summary>
    private static async Task WarmUpAsync(Contender contender, int items, bool once)
    {
        long begin = Stopwatch.GetTimestamp();
        do
        {
            await contender.RunAsync(items);
        }
        while (!once && Stopwatch.GetElapsedTime(begin) < WarmUp);
    }

    private static int ItemsOf(Contender contender, int items) => Math.Max(100, (int)(items * contender.Share));
}

using BatchJobs.Pods;
using BatchJobs.Processes.Running;
using BatchJobs.Processes.Tests.Infrastructure;

namespace BatchJobs.Processes.Tests;

/// <summary>Counts what the whole process holds: must run alone.</summary>
[CollectionDefinition(nameof(ScaleTests), DisableParallelization = true)]
[Collection(nameof(ScaleTests))]
public class ScaleTests
{
    /// <summary>Another number of pods, such as 100 000, which takes minutes, is asked for by <c>BATCHJOBS_TEST_PODS</c>.</summary>
    private static readonly int ManyPods = int.Parse(Environment.GetEnvironmentVariable("BATCHJOBS_TEST_PODS") ?? "1000");

    [Fact]
    public Task Many_pods_leave_no_descriptor_no_zombie_and_no_thread() => LeaveNothingAsync(ManyPods);

    [Fact]
    public async Task Programs_that_cannot_be_started_leave_no_descriptor()
    {
        await using var bench = await Bench.OpenAsync();
        var noProgram = Path.GetTempFileName();
        await File.WriteAllTextAsync(noProgram, "no program");
        File.SetUnixFileMode(noProgram, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await bench.EndOfAsync(Bench.Runs(noProgram));
        var descriptors = Descriptors();

        for (var i = 0; i < 100; i++) Assert.Equal("StartError", (await bench.EndOfAsync(Bench.Runs(noProgram))).Reason);

        File.Delete(noProgram);
        AssertNothingIsOpenBut(descriptors);
    }

    [Fact]
    public async Task Many_running_pods_share_a_few_threads()
    {
        await using var bench = await Bench.OpenAsync();
        var threads = Threads();

        var pods = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => bench.StartAsync(Bench.Runs("/bin/sleep", "1000"))));
        foreach (var pod in pods) await bench.Reports.FirstAsync(pod, status => status.Phase == PodPhase.Running);

        Assert.InRange(Threads(), 1, threads + PodCrew.MostForThisMachine + 1);
    }

    private static async Task LeaveNothingAsync(int pods)
    {
        await using var bench = await Bench.OpenAsync();
        await bench.EndOfAsync(Bench.Runs("/bin/true"));
        var (descriptors, threads) = (Descriptors(), Threads());

        for (var i = 0; i < pods; i += 100)
        {
            var started = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => bench.StartAsync(Bench.Runs("/bin/true"))));
            foreach (var pod in started) Assert.Equal(PodPhase.Succeeded, (await bench.EndOfAsync(pod)).Phase);
            foreach (var pod in started) await bench.Executor.ReleaseAsync(pod);
            bench.Reports.Clear();
        }

        AssertNothingIsOpenBut(descriptors);
        Assert.InRange(Threads(), 1, threads + PodCrew.MostForThisMachine);
        Assert.Empty(ProcessTable.ZombiesOf(Environment.ProcessId));
    }

    // What other tests left open may be closed meanwhile.
    private static void AssertNothingIsOpenBut(string[] before)
    {
        var after = Descriptors();
        Assert.True(after.Length <= before.Length, $"Open: {string.Join(", ", after.Except(before))}");
    }

    /// <summary>The ends of pipes, handles on processes and termination messages that are open.</summary>
    /// <remarks>But for pipes with both ends here: the runtime has one for each thread that walks its stack, as long as the thread lives.</remarks>
    private static string[] Descriptors() =>
    [
        .. Directory.EnumerateFileSystemEntries("/proc/self/fd")
            .Select(path => new FileInfo(path).LinkTarget)
            .OfType<string>()
            .GroupBy(target => target)
            .Where(group => group.Key.StartsWith("pipe:", StringComparison.Ordinal) ? group.Count() == 1 : group.Key.Contains("pidfd", StringComparison.Ordinal) || group.Key.Contains("termination-log", StringComparison.Ordinal))
            .SelectMany(group => group),
    ];

    private static int Threads() => ProcessTable.OfThreads("comm").Count(comm => comm.Trim() == "BatchJobs pods");
}

using BatchJobs.Pods;
using BatchJobs.Processes.Tests.Infrastructure;
using BatchJobs.Specs;

namespace BatchJobs.Processes.Tests;

/// <summary>Pods of all kinds, stopped, released and started again at random moments: whatever happens, each tells one consistent story.</summary>
public class ChaosTests
{
    private static readonly string[][] Commands =
    [
        ["/bin/true"],
        ["/bin/false"],
        ["/no/such/program"],
        ["/bin/sleep", "1000"],
        ["/bin/sleep", "0.05"],
        ["/bin/sh", "-c", "sleep 1000 & exit 3"],
        ["/bin/bash", "-c", "trap 'exit 0' TERM; while :; do read -t 1 < /dev/zero; done"],
        ["/bin/bash", "-c", "trap '' TERM; while :; do echo text; done"],
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public Task Every_pod_ends_once_and_says_nothing_afterwards(int seed) => Seeded.RunAsync(seed, EndAllAsync);

    private static async Task EndAllAsync(Random random)
    {
        await using var bench = await Bench.OpenAsync(new ProcessExecutorOptions { DrainTimeout = TimeSpan.FromSeconds(20) });
        var pods = new List<PodId>();
        for (var step = 0; step < 200; step++)
        {
            if (step == 0 || random.Next(3) > 0) pods.Add(await bench.StartAsync(Any(random)));
            var pod = pods[random.Next(pods.Count)];
            if (random.Next(4) == 0) await bench.Executor.ReleaseAsync(pod);
            if (random.Next(2) == 0) await bench.Executor.StopAsync(pod, TimeSpan.FromMilliseconds(random.Next(3) * 50));
            await Task.Yield();
        }

        foreach (var pod in pods) await bench.Executor.StopAsync(pod, TimeSpan.FromMilliseconds(100));
        foreach (var pod in pods) await bench.EndOfAsync(pod);

        foreach (var pod in pods) AssertConsistent(bench.Reports.Of(pod));
        foreach (var pod in pods) await bench.Executor.ReleaseAsync(pod);
        Assert.Empty(await bench.Executor.ListAsync());
    }

    private static PodSpec Any(Random random)
    {
        Container Container(int number) => Bench.Runs(Commands[random.Next(Commands.Length)]) with { Name = $"c{number}" };
        return new PodSpec
        {
            RestartPolicy = random.Next(2) == 0 ? RestartPolicy.Never : RestartPolicy.OnFailure,
            InitContainers = random.Next(3) == 0 ? [Container(0) with { RestartPolicy = random.Next(2) == 0 ? RestartPolicy.Always : null }] : null,
            Containers = [.. Enumerable.Range(1, random.Next(1, 3)).Select(Container)],
        };
    }

    private static void AssertConsistent(IReadOnlyList<PodStatus> reports)
    {
        static bool IsTerminal(PodStatus status) => status.Phase is PodPhase.Succeeded or PodPhase.Failed;
        Assert.True(IsTerminal(reports[^1]));
        Assert.Single(reports, IsTerminal);
        foreach (var container in reports.SelectMany(status => status.ContainerStatuses.Concat(status.InitContainerStatuses)))
        {
            Assert.Equal(1, new object?[] { container.Waiting, container.Running, container.Terminated }.Count(state => state is not null));
        }

        Assert.DoesNotContain(reports[^1].ContainerStatuses.Concat(reports[^1].InitContainerStatuses), container => container.Running is not null);
        foreach (var (before, after) in reports.Zip(reports.Skip(1)))
        {
            Assert.True(before.Phase == PodPhase.Pending || after.Phase != PodPhase.Pending, "no way back to Pending");
            Assert.True(before.DeletionTimestamp is null || after.DeletionTimestamp <= before.DeletionTimestamp);
            Assert.All(before.ContainerStatuses.Zip(after.ContainerStatuses), pair => Assert.True(pair.First.RestartCount <= pair.Second.RestartCount));
        }
    }
}

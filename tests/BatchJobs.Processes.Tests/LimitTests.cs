using System.Text.Json;
using BatchJobs.Pods;
using BatchJobs.Processes.Limits;
using BatchJobs.Processes.Reading;
using BatchJobs.Processes.Tests.Infrastructure;
using BatchJobs.Specs;

namespace BatchJobs.Processes.Tests;

public class LimitTests
{
    private static readonly ProcessExecutorOptions InCgroups = new() { CgroupParent = Cgroups.Parent };

    [CgroupFact]
    public async Task A_container_that_needs_more_memory_than_its_limit_is_OOMKilled()
    {
        await using var bench = await Bench.OpenAsync(InCgroups);
        var container = Bench.Runs("/bin/bash", "-c", "x=$(head -c 200000000 /dev/zero | tr '\\0' x); echo ${#x}") with { Resources = Limit("memory", "50Mi") };

        var end = await bench.EndOfAsync(container);

        Assert.Equal((137, 9, "OOMKilled"), (end.ExitCode, end.Signal, end.Reason));
    }

    [CgroupFact]
    public async Task A_container_within_its_limits_is_left_alone_and_its_group_goes_with_it()
    {
        await using var bench = await Bench.OpenAsync(InCgroups);
        var container = Bench.Runs("/bin/cat", "/proc/self/cgroup") with { Resources = JsonElement.Parse("""{"limits":{"cpu":"500m","memory":"50Mi"}}""") };

        var lines = await bench.OutputOfAsync(container);

        var group = lines.First(line => line.Contains(Cgroups.Parent, StringComparison.Ordinal)).Split(':')[2];
        Assert.EndsWith("-main", group, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateDirectories("/sys/fs/cgroup", Path.GetFileName(group), new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 3, IgnoreInaccessible = true }));
    }

    [CgroupFact]
    public async Task Nobody_leaves_a_cgroup_whatever_he_wipes()
    {
        await using var bench = await Bench.OpenAsync(InCgroups with { DrainTimeout = TimeSpan.FromMilliseconds(100) });
        var pod = await bench.StartAsync(Bench.Runs("/bin/bash", "-c", "exec {fd}< <(env -i setsid bash -c 'echo child $$$$; exec sleep 1000 2<&- 239<&-'); read line <&$fd; echo $line"));
        var child = int.Parse((await bench.LineAsync(pod, "child")).Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(PodPhase.Succeeded, (await bench.EndOfAsync(pod)).Phase);

        await ProcessTable.DeadAsync(child);
    }

    [CgroupFact]
    public async Task A_container_has_no_more_processes_than_it_may()
    {
        await using var bench = await Bench.OpenAsync(InCgroups with { MaxProcessesPerContainer = 10 });

        var end = await bench.EndOfAsync(Bench.Runs("/bin/bash", "-c", "for i in $(seq 20); do sleep 1000 & done; echo started") with { TerminationMessagePolicy = "FallbackToLogsOnError" });

        Assert.Contains("Resource temporarily unavailable", end.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_cgroups_each_process_is_limited()
    {
        await using var bench = await Bench.OpenAsync(new ProcessExecutorOptions { MaxCoreDumpBytes = 0, Niceness = 7 });
        var container = Bench.Runs("/bin/sh", "-c", "grep -E 'data size|core file' /proc/self/limits; nice") with { Resources = Limit("memory", "50Mi") };

        var lines = await bench.OutputOfAsync(container);

        Assert.Equal(
            ["Max data size 52428800 52428800 bytes", "Max core file size 0 0 bytes", "7"],
            lines.Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
    }

    [Fact]
    public async Task A_process_that_needs_more_than_its_limit_gets_no_memory()
    {
        await using var bench = await Bench.OpenAsync();
        var container = Bench.Runs("/bin/bash", "-c", "x=$(head -c 200000000 /dev/zero | tr '\\0' x); echo ${#x}") with { Resources = Limit("memory", "50Mi") };

        Assert.NotEqual(0, (await bench.EndOfAsync(container)).ExitCode);
    }

    [Theory]
    [InlineData("""{"limits":{"cpu":"100m","memory":"1Gi"}}""", 100L, 1L << 30)]
    [InlineData("""{"limits":{"cpu":2,"memory":"1e3"}}""", 2000L, 1000L)]
    [InlineData("""{"limits":{"cpu":"1u","memory":"1m"}}""", 1L, 1L)] // rounded up
    [InlineData("""{"requests":{"cpu":"1"}}""", null, null)]
    public void Amounts_are_read_as_Kubernetes_reads_them(string resources, long? cpu, long? memory) =>
        Assert.Equal(new ResourceAmounts(cpu, memory), ResourceAmounts.Limits(new Container { Resources = JsonElement.Parse(resources) }));

    [Fact]
    public void A_pod_requests_what_it_needs_at_its_worst_moment()
    {
        static Container Wants(string cpu, RestartPolicy? policy = null) => new() { RestartPolicy = policy, Resources = JsonElement.Parse($$$"""{"requests":{"cpu":"{{{cpu}}}"}}""") };

        var sum = ResourceAmounts.Requests(new PodSpec { InitContainers = [Wants("3"), Wants("1", RestartPolicy.Always)], Containers = [Wants("1"), Wants("2")] });
        var init = ResourceAmounts.Requests(new PodSpec { InitContainers = [Wants("1", RestartPolicy.Always), Wants("8")], Containers = [Wants("1")] });

        Assert.Equal((4000, 9000), (sum.MilliCpu, init.MilliCpu));
    }

    [Fact]
    public void Hierarchies_of_both_versions_are_found()
    {
        var found = CgroupMounts.Read(
        [
            "proc /proc proc rw 0 0",
            "cgroup /sys/fs/cgroup/cpu,cpuacct cgroup rw,nosuid,cpu,cpuacct 0 0",
            "cgroup /sys/fs/cgroup/freezer cgroup rw,freezer 0 0",
            "cgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0",
        ]);

        Assert.Equal([("/sys/fs/cgroup/cpu,cpuacct", 1, "cpu"), ("/sys/fs/cgroup/unified", 2, "")], found.Select(tree => (tree.Root, tree.Version, string.Join(',', tree.Controllers))));
    }

    private static JsonElement Limit(string resource, string amount) => JsonElement.Parse($$$"""{"limits":{"{{{resource}}}":"{{{amount}}}"}}""");
}

using System.Diagnostics;
using System.Globalization;
using BatchJobs.Processes.Limits;
using BatchJobs.Processes.Reading;
using BatchJobs.Processes.Tests.Infrastructure;

namespace BatchJobs.Processes.Tests;

/// <summary>Version 2 of cgroups: what is written where, in folders that look like it, and how all of a group are killed, in real ones.</summary>
public sealed class CgroupTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("batchjobs-cgroup-").FullName;

    private string Parent => Path.Combine(root, "batch.slice");

    private string Group => Path.Combine(Parent, "exec-pod-main");

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void The_controllers_that_are_there_are_handed_on()
    {
        Make("batch.slice/cgroup.controllers", "cpuset cpu io memory pids\n");

        var tree = CgroupTree.Open(Mounts(), "/batch.slice/");

        Assert.Equal("+memory +cpu +pids", Read("batch.slice/cgroup.subtree_control"));
        Assert.Equal((true, true, true), (tree.LimitsMemory, tree.LimitsCpu, tree.LimitsProcesses));
    }

    [Fact]
    public void Without_controllers_nothing_is_limited_and_nothing_written()
    {
        Make("batch.slice/cgroup.controllers", "\n");

        var tree = CgroupTree.Open(Mounts(), "/batch.slice");
        using var group = tree.Create("exec-pod-main", new ResourceAmounts(500, 1 << 20), processes: 10);

        Assert.Equal((false, false, false), (tree.LimitsMemory, tree.LimitsCpu, tree.LimitsProcesses));
        Assert.False(File.Exists(Path.Combine(Parent, "cgroup.subtree_control")));
        Assert.Empty(Directory.EnumerateFiles(Group));
    }

    [Fact]
    public void Limits_are_written_in_the_words_of_version_2()
    {
        Make("batch.slice/cgroup.controllers", "cpu memory pids\n");
        Make("batch.slice/exec-pod-main/memory.swap.max", "max\n");
        Make("batch.slice/exec-pod-main/memory.oom.group", "0\n");

        CgroupTree.Open(Mounts(), "/batch.slice").Create("exec-pod-main", new ResourceAmounts(500, 50 << 20), processes: 10);

        Assert.Equal(
            [("cpu.max", "50000 100000"), ("memory.max", "52428800"), ("memory.oom.group", "1"), ("memory.swap.max", "0"), ("pids.max", "10")],
            Directory.EnumerateFiles(Group).Order(StringComparer.Ordinal).Select(file => (Path.GetFileName(file), File.ReadAllText(file))));
    }

    [Theory]
    [InlineData("low 0\nhigh 0\nmax 5\noom 1\noom_kill 0\noom_group_kill 0\n", false)] // reclaimed in time
    [InlineData("low 0\nhigh 0\nmax 5\noom 1\noom_kill 1\noom_group_kill 1\n", true)]
    public void Kills_for_want_of_memory_are_counted(string events, bool killed)
    {
        Make("batch.slice/cgroup.controllers", "memory\n");
        Make("batch.slice/exec-pod-main/memory.events", events);

        Assert.Equal(killed, CgroupTree.Open(Mounts(), "/batch.slice").Create("exec-pod-main", new ResourceAmounts(null, 1 << 20), processes: null).WasOutOfMemory());
    }

    [Fact]
    public void What_an_executor_left_is_removed_and_what_others_have_is_not()
    {
        Make("batch.slice/cgroup.controllers", "\n");
        Directory.CreateDirectory(Group);
        Directory.CreateDirectory(Path.Combine(Parent, "other-pod-main"));

        CgroupTree.Open(Mounts(), "/batch.slice").RemoveEmpty("exec");

        Assert.Equal(["other-pod-main"], Directory.EnumerateDirectories(Parent).Select(Path.GetFileName));
    }

    [UnifiedCgroupTheory]
    [InlineData(true)] // cgroup.kill, since 5.14
    [InlineData(false)] // cgroup.freeze before
    public async Task All_of_a_group_are_killed_wherever_they_went(bool atOnce)
    {
        var mount = Cgroups.Unified! with { KillsAtOnce = atOnce };
        var name = $"kill-{Guid.NewGuid():N}";
        var group = CgroupTree.Open([mount], Cgroups.Parent).Create(name, new ResourceAmounts(null, null), processes: null);
        using var shell = Process.Start(new ProcessStartInfo("/bin/bash", ["-c", "read x; for i in {1..30}; do setsid -f env -i sleep 1000; done; echo ready; trap '' TERM; while :; do wait; read x; done"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        group.Add(shell.Id);
        await shell.StandardInput.WriteLineAsync();
        Assert.Equal("ready", await shell.StandardOutput.ReadLineAsync());
        var members = (await File.ReadAllLinesAsync(Path.Combine(mount.Root + Cgroups.Parent, name, "cgroup.procs"))).Select(line => int.Parse(line, CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(31, members.Length);

        Assert.InRange(group.Kill(), 31, int.MaxValue);

        await shell.WaitForExitAsync();
        Assert.Equal(137, shell.ExitCode);
        foreach (var member in members) await ProcessTable.DeadAsync(member);
        await ProcessTable.UntilAsync(() =>
        {
            group.Dispose(); // somebody may be dying in it still
            return !Directory.Exists(Path.Combine(mount.Root + Cgroups.Parent, name));
        });
    }

    private static string PathIn(string root, string path) => Path.Combine([root, .. path.Split('/')]);

    private IReadOnlyList<CgroupHierarchy> Mounts() => CgroupMounts.Read([$"cgroup2 {root} cgroup2 rw,nosuid 0 0"]);

    private string Read(string path) => File.ReadAllText(PathIn(root, path));

    private void Make(string path, string text)
    {
        var file = PathIn(root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}

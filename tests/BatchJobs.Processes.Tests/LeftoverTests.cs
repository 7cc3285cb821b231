using System.Diagnostics;
using System.Globalization;
using BatchJobs.Pods;
using BatchJobs.Processes.Tests.Infrastructure;
using BatchJobs.Specs;

namespace BatchJobs.Processes.Tests;

/// <summary>Nothing a pod started may outlive it.</summary>
public class LeftoverTests
{
    [Fact]
    public async Task A_grandchild_dies_with_the_main_process()
    {
        await using var bench = await Bench.OpenAsync();
        var pod = await bench.StartAsync(Bench.Does("leave-child", "ignore-term"));
        var grandchild = await ChildAsync(bench, pod);

        var status = await bench.EndOfAsync(pod);

        Assert.Equal(PodPhase.Succeeded, status.Phase);
        await ProcessTable.DeadAsync(grandchild);
    }

    [Fact]
    public async Task A_grandchild_gets_the_SIGTERM_and_the_SIGKILL_of_a_stop()
    {
        await using var bench = await Bench.OpenAsync();
        var pod = await bench.StartAsync(Bench.Does("keep-child", "ignore-term"));
        var grandchild = await ChildAsync(bench, pod);
        await bench.LineAsync(pod, "ready");

        await bench.Executor.StopAsync(pod, TimeSpan.Zero);

        await bench.EndOfAsync(pod);
        await ProcessTable.DeadAsync(grandchild);
    }

    [Fact]
    public async Task A_process_that_left_the_group_dies_with_the_main_process_too()
    {
        await using var bench = await Bench.OpenAsync(new ProcessExecutorOptions { DrainTimeout = TimeSpan.FromMilliseconds(200) });
        var pod = await bench.StartAsync(Bench.Does("escape", "ignore-term"));
        var escaped = await ChildAsync(bench, pod);

        var status = await bench.EndOfAsync(pod);

        Assert.Equal(PodPhase.Succeeded, status.Phase);
        await ProcessTable.DeadAsync(escaped);
    }

    [Fact]
    public async Task A_process_that_cannot_be_found_does_not_keep_the_pod_from_ending()
    {
        var logger = new ListLogger();
        await using var bench = await Bench.OpenAsync(new ProcessExecutorOptions { DrainTimeout = TimeSpan.FromMilliseconds(100), Logger = logger });
        var pod = await bench.StartAsync(Bench.Runs("/bin/bash", "-c", "exec {fd}< <(env -i setsid bash -c 'echo child $$$$; exec sleep 1000' 239<&-); read line <&$fd; echo $line; exit 4"));

        var status = await bench.EndOfAsync(pod);

        Assert.Equal(4, status.ContainerStatuses[0].Terminated!.ExitCode);
        Assert.Equal(["Container main of pod job-1 has ended, but something it started lives on and can't be found or killed."], logger.Messages);
        using var escaped = Process.GetProcessById(await ChildAsync(bench, pod));
        escaped.Kill();
    }

    [Fact]
    public async Task A_daemon_that_closed_everything_it_inherited_is_found_by_its_environment()
    {
        await using var bench = await Bench.OpenAsync();
        var pod = await bench.StartAsync(Bench.Does("daemon", "0"));
        var daemon = await ChildAsync(bench, pod);

        await bench.EndOfAsync(pod);

        await ProcessTable.DeadAsync(daemon);
    }

    [Fact]
    public async Task What_a_killed_executor_could_not_kill_is_killed_by_its_successor()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        using var engine = Application.Start("engine", "--state", folder, Bench.Program, "daemon", "1");
        var daemon = int.Parse((await engine.LineAsync("child")).Split(' ')[1], CultureInfo.InvariantCulture);
        await engine.KillAsync();
        Assert.Contains(daemon, ProcessTable.LivingMembersOf(ProcessTable.GroupOf(daemon)));

        await using (await Bench.OpenAsync(new ProcessExecutorOptions { StateDirectory = folder })) await ProcessTable.DeadAsync(daemon);

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task What_a_killed_executor_had_in_volumes_goes_with_its_successor()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        using var engine = Application.Start("engine", "--state", folder, "/bin/sh", "-c", "echo secret > $0 && echo \"wrote $0\" && exec sleep 1000", "/volume/file");
        var file = (await engine.LineAsync("wrote"))["wrote ".Length..];
        await engine.KillAsync();
        Assert.True(File.Exists(file));

        await using (await Bench.OpenAsync(new ProcessExecutorOptions { StateDirectory = folder })) Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(folder, "files")));

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Closing_the_executor_leaves_no_process_behind()
    {
        var bench = await Bench.OpenAsync();
        var spec = new PodSpec { Containers = [Bench.Does("keep-child", "ignore-term")], TerminationGracePeriodSeconds = 1 };
        var pods = new[] { await bench.StartAsync(spec), await bench.StartAsync(spec) };
        var grandchildren = new List<int>();
        foreach (var pod in pods)
        {
            grandchildren.Add(await ChildAsync(bench, pod));
            await bench.LineAsync(pod, "ready");
        }

        var groups = grandchildren.Select(ProcessTable.GroupOf).ToArray();
        Assert.All(groups, group => Assert.NotEqual(ProcessTable.GroupOf(Environment.ProcessId), group));

        await bench.Executor.DisposeAsync();

        foreach (var group in groups) await ProcessTable.GoneAsync(group);
    }

    [Fact]
    public async Task Killing_the_application_kills_its_containers()
    {
        using var engine = Application.Start("engine", Bench.Program, "keep-child", "ignore-term");
        var grandchild = int.Parse((await engine.LineAsync("child")).Split(' ')[1], CultureInfo.InvariantCulture);
        await engine.LineAsync("ready");
        var group = ProcessTable.GroupOf(grandchild);
        Assert.Equal(2, ProcessTable.LivingMembersOf(group).Count);

        await engine.KillAsync(); // SIGKILL, to the application alone

        await ProcessTable.GoneAsync(group);
    }

    private static async Task<int> ChildAsync(Bench bench, PodId pod) =>
        int.Parse((await bench.LineAsync(pod, "child")).Split(' ')[1], CultureInfo.InvariantCulture);
}

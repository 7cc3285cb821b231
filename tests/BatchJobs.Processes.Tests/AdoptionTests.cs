using System.Diagnostics;
using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Processes.Tests.Infrastructure;

namespace BatchJobs.Processes.Tests;

/// <summary>An application with an executor is killed, and another executor takes over its folder.</summary>
public sealed class AdoptionTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;
    private readonly PodId pod = new(new Guid("11111111-2222-3333-4444-555555555555"), 0);

    private ProcessExecutorOptions Options { get; set; }

    public AdoptionTests() => Options = new ProcessExecutorOptions { StateDirectory = folder, Survivors = SurvivorPolicy.Adopt };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_survivor_goes_on_with_its_output_and_its_exit_code_is_learnt()
    {
        // The script holds both ends of the pipe: opened anew for the second line, it could meet the writer of the first one as it closes.
        await using var bench = await TakeOverAsync("exec 3<> $0; echo before; read -t 1000 -u 3 x; echo between; read -t 1000 -u 3 x; echo -n why > $BATCHJOBS_TERMINATION_LOG; exit 7", kill: true);

        var listed = Assert.Single(await bench.Executor.ListAsync());
        Assert.Equal((pod, PodPhase.Running), (listed.Pod, listed.Status.Phase));
        Assert.Equal(0, listed.Status.InitContainerStatuses[0].Terminated!.ExitCode);
        await WriteAsync();
        await bench.LineAsync(pod, "between");
        await WriteAsync();

        var end = (await bench.EndOfAsync(pod)).ContainerStatuses[0].Terminated!;
        if (KernelTells) Assert.Equal((7, "Error", "why"), (end.ExitCode, end.Reason, end.Message));
        else Assert.Equal("ContainerStatusUnknown", end.Reason); // and the pod is lost: see below
        Assert.Equal(["before", "between"], await bench.LogAsync(pod));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("7")]
    public async Task Where_the_kernel_does_not_tell_how_a_survivor_ended_its_pod_is_lost_and_nobody_is_to_blame(string code)
    {
        Options = Options with { AsksKernelForExits = false };
        await using var bench = await TakeOverAsync($"echo before; read -t 1000 x < $0; exit {code}", kill: true);
        Assert.Equal(PodPhase.Running, Assert.Single(await bench.Executor.ListAsync()).Status.Phase);
        await WriteAsync();

        var status = await bench.EndOfAsync(pod);

        Assert.Equal((PodPhase.Failed, "Lost"), (status.Phase, status.Reason));
        var end = status.ContainerStatuses[0].Terminated!;
        Assert.Equal((137, "ContainerStatusUnknown"), (end.ExitCode, end.Reason));
        Assert.Contains(status.Conditions, condition => condition is { Type: PodConditionTypes.DisruptionTarget, Reason: "PodLost" });
    }

    [Fact]
    public async Task A_survivor_can_be_stopped_with_all_it_started()
    {
        await using var bench = await TakeOverAsync("setsid sleep 1000 & sleep 1000 & trap 'exit 3' TERM; echo before; while :; do wait; done", kill: true);

        await bench.Executor.StopAsync(pod);

        Assert.Equal(PodPhase.Failed, (await bench.EndOfAsync(pod)).Phase);
        await ProcessTable.GoneAsync(pod.JobUid);
    }

    [Fact]
    public async Task Output_that_nobody_read_while_there_was_no_application_is_not_lost()
    {
        await using var bench = await TakeOverAsync("echo before; read -t 1000 x < $0; seq 100000; echo after", kill: true, meanwhile: WriteAsync);

        await bench.EndOfAsync(pod);

        var lines = await bench.LogAsync(pod, new PodLogOptions { Tail = 1000 });
        Assert.Equal(("100000", "after"), (lines[^2], lines[^1]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_survivor_whose_output_goes_nowhere_goes_on_whatever_becomes_of_output_now(bool captureOutput)
    {
        Options = Options with { CaptureOutput = captureOutput };
        await using var bench = await TakeOverUncapturedAsync("read -t 1000 x < $0; echo lost; echo -n why > $BATCHJOBS_TERMINATION_LOG; exit 7");
        Assert.Equal(PodPhase.Running, Assert.Single(await bench.Executor.ListAsync()).Status.Phase);
        await WriteAsync();

        var end = (await bench.EndOfAsync(pod)).ContainerStatuses[0].Terminated!;
        if (KernelTells) Assert.Equal((7, "why"), (end.ExitCode, end.Message));
        Assert.Empty(await bench.LogAsync(pod));
    }

    [Fact]
    public async Task A_survivor_whose_output_nobody_wants_any_longer_does_not_wait_for_a_reader()
    {
        Options = Options with { CaptureOutput = false };
        await using var bench = await TakeOverAsync("echo before; read -t 1000 x < $0; seq 100000; echo -n why > $BATCHJOBS_TERMINATION_LOG", kill: true);
        await WriteAsync();

        await bench.EndOfAsync(pod);

        Assert.Equal(["before"], await bench.LogAsync(pod));
    }

    [Fact]
    public async Task What_ended_while_there_was_no_application_is_lost_and_nobody_is_to_blame()
    {
        await using var bench = await TakeOverAsync("echo before; read -t 1000 x < $0; exit 0", kill: true, meanwhile: async () =>
        {
            await WriteAsync();
            await ProcessTable.GoneAsync(pod.JobUid);
        });

        var status = await bench.EndOfAsync(pod);

        Assert.Equal((PodPhase.Failed, "Lost"), (status.Phase, status.Reason));
        Assert.Equal("ContainerStatusUnknown", status.ContainerStatuses[0].Terminated!.Reason);
        Assert.Contains(status.Conditions, condition => condition is { Type: PodConditionTypes.DisruptionTarget, Reason: "PodLost" });
    }

    [Fact]
    public async Task What_ended_before_is_listed_with_its_outcome_until_it_is_released()
    {
        await using (var bench = await TakeOverAsync("echo before; exit 7", kill: false))
        {
            var listed = Assert.Single(await bench.Executor.ListAsync());
            Assert.Equal((PodPhase.Failed, 7), (listed.Status.Phase, listed.Status.ContainerStatuses[0].Terminated!.ExitCode));
            await bench.Executor.ReleaseAsync(pod);
            Assert.Empty(await bench.Executor.ListAsync());
        }

        await using var next = await Bench.OpenAsync(Options);
        Assert.Empty(await next.Executor.ListAsync());
    }

    [Fact]
    public async Task A_pod_that_cannot_be_saved_goes_on_all_the_same()
    {
        var logger = new ListLogger();
        await File.WriteAllTextAsync(Path.Combine(folder, "pods"), "no folder");
        await using var bench = await Bench.OpenAsync(Options with { Logger = logger });

        var end = await bench.EndOfAsync(Bench.Runs("/bin/sh", "-c", "exit 7"));

        Assert.Equal(7, end.ExitCode);
        Assert.Equal("A pod could not be saved: it would be lost if the application ended now.", Assert.Single(logger.Messages));
    }

    [Fact]
    public async Task Nothing_is_left_of_pods_that_were_released()
    {
        await using var bench = await Bench.OpenAsync(Options);
        var ended = await bench.StartAsync(Bench.Runs("/bin/true"));
        await bench.EndOfAsync(ended);

        await bench.Executor.ReleaseAsync(ended);
        await bench.Executor.ForgetJobAsync(bench.JobUid, orphanPods: false);
        await bench.Executor.DisposeAsync();

        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(folder, "pods")));
    }

    [Fact]
    public async Task Who_follows_the_output_of_a_pod_is_let_go_when_it_goes_on_without_the_executor()
    {
        var bench = await Bench.OpenAsync(Options);
        var running = await bench.StartAsync(Bench.Runs("/bin/sh", "-c", "echo before; exec sleep 1000"));
        await using (var lines = bench.Executor.ReadLogAsync(running, new PodLogOptions { Follow = true }).GetAsyncEnumerator())
        {
            Assert.True(await lines.MoveNextAsync());
            var next = lines.MoveNextAsync().AsTask();

            await bench.Executor.DisposeAsync();

            Assert.False(await next.WaitAsync(Patience.Time));
        }

        await using var killer = await Bench.OpenAsync(Options with { Survivors = SurvivorPolicy.Kill });
        await ProcessTable.GoneAsync(bench.JobUid);
    }

    [Fact]
    public async Task A_process_that_only_has_the_number_is_left_alone()
    {
        using var stranger = Process.Start("sleep", "1000")!;
        await using var bench = await TakeOverAsync("echo before; exec sleep 1000", kill: true, meanwhile: async () =>
        {
            var file = Directory.GetFiles(Path.Combine(folder, "pods"), "*.json", SearchOption.AllDirectories)[0];
            var survivor = ProcessTable.LivingMembersOf(pod.JobUid)[0];
            var text = await File.ReadAllTextAsync(file);
            Assert.Contains($"\"Id\":{survivor},", text, StringComparison.Ordinal);
            await File.WriteAllTextAsync(file, text.Replace($"\"Id\":{survivor},", $"\"Id\":{stranger.Id},", StringComparison.Ordinal));
        });

        Assert.Equal("Lost", (await bench.EndOfAsync(pod)).Reason);

        Assert.False(stranger.HasExited);
        await ProcessTable.GoneAsync(pod.JobUid); // the real one is nobody's any longer
        stranger.Kill();
    }

    [Fact]
    public async Task An_executor_that_kills_survivors_reports_them_as_lost()
    {
        await using (var first = await TakeOverAsync("echo before; exec sleep 1000", kill: true, takeOver: false))
        {
        }

        await using var bench = await Bench.OpenAsync(Options with { Survivors = SurvivorPolicy.Kill });

        await ProcessTable.GoneAsync(pod.JobUid);
        Assert.Equal("Lost", (await bench.EndOfAsync(pod)).Reason);
    }

    [Fact]
    public void Adoption_needs_a_folder() =>
        Assert.Throws<ArgumentException>(() => new ProcessPodExecutor(new ProcessExecutorOptions { Survivors = SurvivorPolicy.Adopt }));

    // Since 6.15 the kernel tells the outcome of processes that are not one's children and that somebody else has collected.
    private static bool KernelTells => Environment.OSVersion.Version >= new Version(6, 15);

    private string Pipe => Path.Combine(folder, "pipe");

    private bool IsBeforeOnDisk() =>
        Directory.GetFiles(folder, "*.log", SearchOption.AllDirectories).Any(path => File.ReadAllText(path).Contains("before", StringComparison.Ordinal));

    private Task WriteAsync() => File.WriteAllTextAsync(Pipe, "\n");

    /// <summary>Runs a script in an application, waits for its first line or its end, kills the application and opens an executor on its folder.</summary>
    private async Task<Bench> TakeOverAsync(string script, bool kill, Func<Task>? meanwhile = null, bool takeOver = true)
    {
        await RunAndKillAsync(script, "--adopt", kill ? "before" : "report Failed", () => kill ? ProcessTable.UntilAsync(IsBeforeOnDisk) : Task.CompletedTask); // the file follows a moment after the line
        if (meanwhile is not null) await meanwhile();
        return takeOver ? await Bench.OpenAsync(Options) : await Bench.OpenAsync();
    }

    /// <summary>Runs a script in an application whose output goes nowhere, kills it once the script runs and opens an executor on its folder.</summary>
    private async Task<Bench> TakeOverUncapturedAsync(string script)
    {
        await RunAndKillAsync(script, "--adopt-uncaptured", "report Running", () => Task.CompletedTask);
        return await Bench.OpenAsync(Options);
    }

    private async Task RunAndKillAsync(string script, string how, string line, Func<Task> beforeKill)
    {
        using (var pipe = Process.Start("mkfifo", Pipe)!) await pipe.WaitForExitAsync();
        using var application = Application.Start("engine", "--state", folder, how, "/bin/bash", "-c", script, Pipe);
        await application.LineAsync(line);
        await beforeKill();
        await application.KillAsync();
    }
}

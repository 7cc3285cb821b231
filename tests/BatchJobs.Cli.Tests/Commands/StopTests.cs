using System.Diagnostics;
using System.Runtime.InteropServices;
using BatchJobs.Cli.Tests.Support;

namespace BatchJobs.Cli.Tests.Commands;

public class StopTests
{
    [Theory]
    [InlineData(PosixSignal.SIGINT)]
    [InlineData(PosixSignal.SIGTERM)]
    [InlineData(PosixSignal.SIGHUP)]
    public async Task A_signal_stops_the_pods_and_leaves_no_process_behind(PosixSignal signal)
    {
        string mark = ProcessList.NewMark();
        string manifest = ShellJob.Manifest("stopped", $"trap 'echo tidied up; exit 0' TERM; echo ready; sleep {mark} & wait", "completions: 2\nparallelism: 2");
        await using CommandRun run = CommandRun.Start(["run", "-f", "-"], manifest);
        await run.OutputLineAsync("ready");

        run.Signal(signal);
        CommandResult result = (await run.ResultAsync()).Exited(130);

        Assert.Contains(result.Output, line => line.EndsWith(" | tidied up", StringComparison.Ordinal));
        Assert.Contains(result.Output, line => line.StartsWith("job.batch/stopped stopped before it finished", StringComparison.Ordinal));
        Assert.Empty(ProcessList.WithMark(mark));
    }

    [Fact]
    public async Task Grandchildren_that_left_their_parent_and_ignore_the_request_are_ended_too()
    {
        string mark = ProcessList.NewMark();
        string grandchild = $"trap '' TERM INT HUP; echo ready; sleep {mark}; sleep {mark}";
        string manifest = ShellJob.Manifest("stubborn", $"(sh -c \"{grandchild}\" &) ; sleep {mark}", podSpec: "terminationGracePeriodSeconds: 1");
        await using CommandRun run = CommandRun.Start(["run", "-f", "-"], manifest);
        await run.OutputLineAsync("ready");
        Assert.NotEmpty(ProcessList.WithMark(mark));

        run.Signal(PosixSignal.SIGTERM);
        (await run.ResultAsync()).Exited(130);

        Assert.Empty(ProcessList.WithMark(mark));
    }

    [Fact]
    public async Task A_second_signal_kills_at_once_what_would_have_had_minutes_to_stop()
    {
        string mark = ProcessList.NewMark();
        string manifest = ShellJob.Manifest("deaf", $"trap '' TERM; echo ready; while :; do sleep {mark}; done", podSpec: "terminationGracePeriodSeconds: 600");
        await using CommandRun run = CommandRun.Start(["run", "-f", "-"], manifest);
        await run.OutputLineAsync("ready");

        run.Signal(PosixSignal.SIGINT);
        await run.ErrorLineAsync("press Ctrl-C again");
        run.Signal(PosixSignal.SIGINT);
        CommandResult result = (await run.ResultAsync()).Exited(130);

        Assert.Contains("killing the pods", result.ErrorText, StringComparison.Ordinal);
        Assert.Empty(ProcessList.WithMark(mark));
    }

    [Fact]
    public async Task A_signal_ends_the_wait_for_a_manifest()
    {
        using TemporaryFolder folder = new();
        string pipe = Path.Combine(folder.Path, "manifest");
        using (Process made = Process.Start("mkfifo", pipe))
        {
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await using CommandRun run = CommandRun.Start(["run", "-f", pipe]);
        await using FileStream writer = await Task.Run(() => new FileStream(pipe, FileMode.Open, FileAccess.Write, FileShare.ReadWrite), TestContext.Current.CancellationToken); // the command has opened it for reading

        run.Signal(PosixSignal.SIGINT);

        Assert.Empty((await run.ResultAsync()).Exited(130).Output);
    }

    [Fact]
    public async Task A_Job_that_waits_for_its_back_off_stops_at_once()
    {
        string manifest = ShellJob.Manifest("waiting", "exit 1");
        await using CommandRun run = CommandRun.Start(["run", "-f", "-"], manifest);
        await run.OutputLineAsync("failed: container \"worker\" ended with exit code 1");

        run.Signal(PosixSignal.SIGINT);

        (await run.ResultAsync()).Exited(130);
    }
}

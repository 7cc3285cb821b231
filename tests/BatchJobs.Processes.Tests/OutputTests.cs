using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Processes.Logs;
using BatchJobs.Processes.Tests.Infrastructure;

namespace BatchJobs.Processes.Tests;

public class OutputTests
{
    [Fact]
    public async Task Both_streams_of_all_containers_are_kept_until_the_job_is_forgotten()
    {
        await using var bench = await Bench.OpenAsync();
        var pod = await bench.StartAsync(
            Bench.Runs("/bin/echo", "out") with { Name = "a" },
            Bench.Does("print-error", "err") with { Name = "b" });
        await bench.EndOfAsync(pod);
        await bench.Executor.ReleaseAsync(pod);

        var lines = new List<(string, string, bool)>();
        await foreach (var line in bench.Executor.ReadLogAsync(pod, new PodLogOptions())) lines.Add((line.Container, line.Text, line.IsError));
        Assert.Equal([("a", "out", false), ("b", "err", true)], lines.Order());

        await bench.Executor.ForgetJobAsync(bench.JobUid, orphanPods: false);
        Assert.Empty(await bench.LogAsync(pod));
        Assert.Null(bench.Executor.GetLogUsage(pod));
    }

    [Fact]
    public async Task Output_can_be_read_while_the_container_runs()
    {
        await using var bench = await Bench.OpenAsync();

        var pod = await bench.StartAsync(Bench.Does("sleep"));

        Assert.Equal("ready", await bench.LineAsync(pod, "ready"));
        Assert.DoesNotContain(bench.Reports.Of(pod), status => status.ContainerStatuses[0].Terminated is not null);
    }

    [Fact]
    public async Task All_output_is_there_when_the_end_is_reported()
    {
        await using var bench = await Bench.OpenAsync();

        var lines = await bench.OutputOfAsync(Bench.Does("print", "5000", "100"));

        Assert.Equal(Enumerable.Range(0, 5000).Select(i => $"{i} {new string('x', 100)}"), lines);
    }

    [Fact]
    public async Task Much_output_is_cut_to_the_newest_and_counted()
    {
        await using var bench = await Bench.OpenAsync(new ProcessExecutorOptions { Logs = new PodLogLimits { MaxLinesPerPod = 10 } });
        var pod = await bench.StartAsync(Bench.Does("print", "200000", "100"));
        await bench.EndOfAsync(pod);

        var lines = await bench.LogAsync(pod);

        Assert.Equal(Enumerable.Range(199_990, 10), lines.Select(line => int.Parse(line.Split(' ')[0])));
        Assert.Equal(199_990, bench.Executor.GetLogUsage(pod)!.Value.DroppedLines);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_do_no_harm()
    {
        await using var bench = await Bench.OpenAsync();

        var lines = await bench.OutputOfAsync(Bench.Does("print-bytes"));

        Assert.Equal(257, lines.Count); // 256 bytes, one of which ends a line of its own
        Assert.Equal("A", lines['A' + 1]);
        Assert.Equal("\uFFFD", lines[0x80 + 1]);
    }

    [Fact]
    public async Task A_last_line_without_end_is_kept()
    {
        await using var bench = await Bench.OpenAsync();

        Assert.Equal(["half"], await bench.OutputOfAsync(Bench.Does("print-unended", "half")));
    }

    [Fact]
    public async Task A_container_that_closed_its_output_still_runs_and_can_be_stopped()
    {
        await using var bench = await Bench.OpenAsync();
        var pod = await bench.StartAsync(Bench.Does("close-output"));
        await bench.LineAsync(pod, "closing");
        Assert.Equal(PodPhase.Running, bench.Reports.Of(pod)[^1].Phase);

        await bench.Executor.StopAsync(pod, TimeSpan.Zero);

        Assert.Equal(137, (await bench.EndOfAsync(pod)).ContainerStatuses[0].Terminated!.ExitCode);
    }

    [Fact]
    public async Task A_container_that_never_stops_writing_does_not_keep_others_from_being_read()
    {
        await using var bench = await Bench.OpenAsync();
        var flood = await bench.StartAsync(Bench.Does("print-forever"));
        await bench.LineAsync(flood, "y");

        Assert.Equal(["hello"], await bench.OutputOfAsync(Bench.Runs("/bin/echo", "hello")));

        await bench.Executor.StopAsync(flood, TimeSpan.Zero);
        Assert.Equal(PodPhase.Failed, (await bench.EndOfAsync(flood)).Phase);
    }

    [Fact]
    public async Task The_end_of_the_output_becomes_the_message_of_a_failure_if_the_container_wants_that()
    {
        await using var bench = await Bench.OpenAsync();
        var container = Bench.Runs("/bin/sh", "-c", "for i in 1 2 3; do echo line $i; done; exit 3");

        var asked = await bench.EndOfAsync(container with { TerminationMessagePolicy = "FallbackToLogsOnError" });
        var notAsked = await bench.EndOfAsync(container with { TerminationMessagePolicy = "File" });

        Assert.Equal("line 1\nline 2\nline 3\n", asked.Message);
        Assert.Null(notAsked.Message);
    }
}

using System.Diagnostics;
using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Processes.Logs;
using BatchJobs.Processes.Tests.Infrastructure;

namespace BatchJobs.Processes.Tests;

public sealed class LogFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task What_no_longer_fits_into_memory_is_read_from_files()
    {
        await using var bench = await OpenAsync(new PodLogLimits { MaxLinesPerPod = 10 });
        var pod = await bench.StartAsync(Bench.Does("print", "3000", "5"));
        await bench.EndOfAsync(pod);

        var lines = await bench.LogAsync(pod);

        Assert.Equal(Enumerable.Range(0, 3000).Select(i => $"{i} xxxxx"), lines);
        Assert.Equal(["2998 xxxxx", "2999 xxxxx"], await bench.LogAsync(pod, new PodLogOptions { Tail = 2 }));
        Assert.Equal(1000, (await bench.LogAsync(pod, new PodLogOptions { Tail = 1000, Container = "main" })).Count);
        Assert.Equal(0, bench.Executor.GetLogUsage(pod)!.Value.DroppedLines);
    }

    [Fact]
    public async Task The_oldest_file_goes_when_there_are_too_many()
    {
        await using var bench = await OpenAsync(new PodLogLimits { MaxLinesPerPod = 100, MaxBytesPerFile = 20_000, MaxFilesPerPod = 3 });
        var pod = await bench.StartAsync(Bench.Does("flood", "8"));
        await bench.EndOfAsync(pod);

        Assert.InRange(Directory.GetFiles(Path.Combine(folder, "logs"), "*", SearchOption.AllDirectories).Length, 1, 3);
        var lines = await bench.LogAsync(pod);
        var usage = bench.Executor.GetLogUsage(pod)!.Value;
        Assert.Equal((usage.Lines, "end"), (lines.Count, lines[^1]));
        Assert.Equal((8 * 8192) + 1, usage.Lines + usage.DroppedLines);
    }

    [Fact]
    public async Task A_log_can_be_followed_from_its_first_line_however_fast_it_grows()
    {
        await using var bench = await OpenAsync(new PodLogLimits { MaxLinesPerPod = 5 });
        var pod = await bench.StartAsync(Bench.Does("print", "20000", "5"));

        var count = 0;
        await foreach (var line in bench.Executor.ReadLogAsync(pod, new PodLogOptions { Follow = true })) Assert.StartsWith($"{count++} ", line.Text, StringComparison.Ordinal);

        Assert.Equal(20000, count);
    }

    [Fact]
    public async Task Files_say_when_which_container_wrote_what_where_and_go_with_the_Job()
    {
        await using var bench = await OpenAsync(new PodLogLimits());
        var pod = await bench.StartAsync(Bench.Runs("/bin/sh", "-c", "echo to out; printf 'a\\377b\\n' >&2") with { Name = "c" });
        await bench.EndOfAsync(pod);

        var file = Assert.Single(Directory.GetFiles(Path.Combine(folder, "logs"), "*", SearchOption.AllDirectories));
        Assert.Equal(["stderr c a\uFFFDb", "stdout c to out"], (await File.ReadAllLinesAsync(file)).Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]).Order(StringComparer.Ordinal));
        var lines = new List<PodLogLine>();
        await foreach (var line in bench.Executor.ReadLogAsync(pod, new PodLogOptions())) lines.Add(line);
        Assert.Contains(lines, line => line is { IsError: true, Text: "a\uFFFDb", Container: "c" } && line.Time > DateTimeOffset.UtcNow.AddHours(-1));

        await bench.Executor.ForgetJobAsync(bench.JobUid, orphanPods: false);
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task What_cannot_be_written_stays_in_memory_and_what_follows_has_its_place_in_the_files()
    {
        var pipe = Path.Combine(folder, "pipe");
        using (var made = Process.Start("mkfifo", pipe)) await made.WaitForExitAsync();
        var inTheWay = Path.Combine(folder, "logs");
        await File.WriteAllTextAsync(inTheWay, "");
        var logger = new ListLogger();
        await using var bench = await Bench.OpenAsync(new ProcessExecutorOptions { StateDirectory = folder, Logger = logger });
        var pod = await bench.StartAsync(Bench.Runs("/bin/sh", "-c", "echo a; read line < $0; echo b; read line < $0; echo c; read line < $0; exit", pipe));
        await bench.LineAsync(pod, "a");
        await ProcessTable.UntilAsync(() => logger.Messages.Any(message => message.Contains("could not be written", StringComparison.Ordinal)));
        Assert.Equal(["a"], await bench.LogAsync(pod));

        File.Delete(inTheWay);
        await File.WriteAllTextAsync(pipe, "\n");
        await bench.LineAsync(pod, "b");
        await File.WriteAllTextAsync(pipe, "\n");
        await bench.LineAsync(pod, "c");
        await File.WriteAllTextAsync(pipe, "\n");
        await bench.EndOfAsync(pod);

        Assert.Equal(["a", "b", "c"], await bench.LogAsync(pod));
        Assert.Equal(["b", "c"], await bench.LogAsync(pod, new PodLogOptions { Tail = 2 }));
        Assert.Equal(0, bench.Executor.GetLogUsage(pod)!.Value.DroppedLines);
        Assert.Equal($"{pod.Ordinal}.000000000001.log", Path.GetFileName(Assert.Single(Directory.GetFiles(inTheWay, "*", SearchOption.AllDirectories))));
    }

    [Fact]
    public async Task The_last_line_is_in_its_file_when_the_end_is_told()
    {
        string[]? written = null;
        await using var bench = await OpenAsync(new PodLogLimits());
        bench.Reports.Looking = report =>
        {
            if (report.Status.Phase != PodPhase.Succeeded) return;
            written = [.. Directory.GetFiles(Path.Combine(folder, "logs"), "*", SearchOption.AllDirectories).SelectMany(File.ReadAllLines)];
        };
        await bench.EndOfAsync(await bench.StartAsync(Bench.Runs("/bin/sh", "-c", "echo first; echo last")));

        Assert.Equal(["first", "last"], written!.Select(line => line.Split(' ')[^1]));
    }

    [Fact]
    public async Task Two_executors_cannot_share_a_folder()
    {
        await using var bench = await OpenAsync(new PodLogLimits());

        Assert.Throws<IOException>(() => new ProcessPodExecutor(new ProcessExecutorOptions { StateDirectory = folder }));
    }

    private Task<Bench> OpenAsync(PodLogLimits limits) => Bench.OpenAsync(new ProcessExecutorOptions { StateDirectory = folder, Logs = limits });
}

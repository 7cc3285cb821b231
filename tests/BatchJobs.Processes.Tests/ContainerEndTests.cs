using BatchJobs.Pods;
using BatchJobs.Processes.Tests.Infrastructure;
using BatchJobs.Specs;

namespace BatchJobs.Processes.Tests;

public class ContainerEndTests
{
    [Theory]
    [InlineData(0, "Completed", PodPhase.Succeeded)]
    [InlineData(1, "Error", PodPhase.Failed)]
    [InlineData(42, "Error", PodPhase.Failed)]
    [InlineData(255, "Error", PodPhase.Failed)]
    public async Task The_exit_code_is_reported(int code, string reason, PodPhase phase)
    {
        await using var bench = await Bench.OpenAsync();

        var status = await bench.EndOfAsync(await bench.StartAsync(Bench.Does("exit", $"{code}")));

        Assert.Equal(phase, status.Phase);
        var end = Assert.Single(status.ContainerStatuses).Terminated!;
        Assert.Equal((code, reason, null), (end.ExitCode, end.Reason, end.Signal));
        Assert.True(end.StartedAt <= end.FinishedAt);
    }

    [Theory]
    [InlineData(9)] // SIGKILL
    [InlineData(6)] // SIGABRT
    [InlineData(11)] // SIGSEGV
    public async Task A_signal_is_reported_with_128_added(int signal)
    {
        await using var bench = await Bench.OpenAsync();

        var end = await bench.EndOfAsync(Bench.Does("crash", $"{signal}"));

        Assert.Equal((128 + signal, signal, "Error"), (end.ExitCode, end.Signal, end.Reason));
    }

    [Theory]
    [InlineData("/no/such/program", "exec: \"/no/such/program\": no such file or directory")]
    [InlineData("no-such-program", "exec: \"no-such-program\": executable file not found in $PATH")]
    [InlineData("/etc", "exec: \"/etc\": is a directory")]
    [InlineData("/etc/passwd", "exec: \"/etc/passwd\": permission denied")]
    public async Task A_program_that_cannot_be_started_fails_its_container(string program, string message)
    {
        await using var bench = await Bench.OpenAsync();

        var end = await bench.EndOfAsync(Bench.Runs(program));

        Assert.Equal((128, "StartError", $"unable to start container process: {message}"), (end.ExitCode, end.Reason, end.Message));
    }

    [Fact]
    public async Task A_file_that_is_no_program_fails_its_container()
    {
        await using var bench = await Bench.OpenAsync();
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "no program");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var end = await bench.EndOfAsync(Bench.Runs(file));

        File.Delete(file);
        Assert.Equal("StartError", end.Reason);
        Assert.EndsWith("exec format error", end.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_working_directory_that_does_not_exist_fails_its_container()
    {
        await using var bench = await Bench.OpenAsync();

        var end = await bench.EndOfAsync(Bench.Runs("/bin/true") with { WorkingDir = "/no/such/folder" });

        Assert.Equal("StartError", end.Reason);
        Assert.Contains("/no/such/folder", end.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_container_without_command_fails_and_says_that_images_name_no_program()
    {
        await using var bench = await Bench.OpenAsync();

        var end = await bench.EndOfAsync(new Container { Name = "main", Image = "busybox", Args = ["sh"] });

        Assert.Equal((128, "CreateContainerError"), (end.ExitCode, end.Reason));
        Assert.Contains("image \"busybox\" names no program", end.Message, StringComparison.Ordinal);
    }
}

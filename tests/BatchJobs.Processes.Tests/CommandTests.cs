using BatchJobs.Processes.Tests.Infrastructure;
using BatchJobs.Specs;

namespace BatchJobs.Processes.Tests;

/// <summary>What reaches the program.</summary>
public class CommandTests
{
    [Fact]
    public async Task Command_and_args_reach_the_program_expanded_and_untouched_by_any_shell()
    {
        await using var bench = await Bench.OpenAsync();

        var lines = await bench.OutputOfAsync(new Container
        {
            Name = "main",
            Command = ["/usr/bin/printf", "%s\\n", "$(GREETING)"],
            Args = ["two words", "*", "$HOME;`id`", "", "$$(GREETING)", "ünï"],
            Env = [new EnvVar { Name = "GREETING", Value = "hello" }],
        });

        Assert.Equal(["hello", "two words", "*", "$HOME;`id`", "", "$(GREETING)", "ünï"], lines);
    }

    [Fact]
    public async Task What_is_the_pod_s_own_is_not_inherited()
    {
        Environment.SetEnvironmentVariable("HOSTNAME", "machine");
        Environment.SetEnvironmentVariable("BATCHJOBS_CONTAINER", "the one this application runs in");
        await using var bench = await Bench.OpenAsync(new ProcessExecutorOptions { InheritedVariables = ["HOSTNAME", "BATCHJOBS_CONTAINER"] });

        var lines = await bench.OutputOfAsync(Bench.Runs("env"));

        Assert.Equal("HOSTNAME=job-1", Assert.Single(lines, line => line.StartsWith("HOSTNAME=", StringComparison.Ordinal)));
        Assert.DoesNotContain("application", Assert.Single(lines, line => line.StartsWith("BATCHJOBS_CONTAINER=", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_environment_is_what_the_spec_says_and_little_more()
    {
        Environment.SetEnvironmentVariable("BATCHJOBS_SECRET_OF_THE_APPLICATION", "1");
        await using var bench = await Bench.OpenAsync(new ProcessExecutorOptions { InheritedVariables = ["HOME"] });

        var container = Bench.Runs("env") with
        {
            Env = [new EnvVar { Name = "A", Value = "1" }, new EnvVar { Name = "B", Value = "$(A)\nsecond line" }, new EnvVar { Name = "C" }],
        };
        var lines = await bench.OutputOfAsync(container);

        Assert.Single(lines, line => line.StartsWith("BATCHJOBS_CONTAINER=", StringComparison.Ordinal));
        var expected = new[]
        {
            "BATCHJOBS_TERMINATION_LOG=/dev/fd/238", "A=1", "B=1", "second line", "C=", "HOSTNAME=job-1", $"HOME={Environment.GetEnvironmentVariable("HOME")}",
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        };
        Assert.Equal(expected.Order(StringComparer.Ordinal), lines.Where(line => !line.StartsWith("BATCHJOBS_CONTAINER=", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_indexed_pod_finds_its_index_in_the_environment_and_in_its_arguments()
    {
        await using var bench = await Bench.OpenAsync();
        var index = new EnvVarSource { FieldRef = new ObjectFieldSelector { FieldPath = "metadata.labels['batch.kubernetes.io/job-completion-index']" } };
        var container = Bench.Runs("/bin/sh", "-c", "echo $JOB_COMPLETION_INDEX $0 $HOSTNAME", "$(JOB_COMPLETION_INDEX)") with
        {
            Env = [new EnvVar { Name = "JOB_COMPLETION_INDEX", ValueFrom = index }],
        };

        var pod = await bench.StartAsync(
            new PodSpec { Containers = [container], Hostname = "job-7" },
            request => request with { Index = 7, Labels = new Dictionary<string, string> { ["batch.kubernetes.io/job-completion-index"] = "7" } });
        await bench.EndOfAsync(pod);

        Assert.Equal(["7 7 job-7"], await bench.LogAsync(pod));
    }

    [Fact]
    public async Task The_program_is_looked_up_in_the_PATH_of_the_container()
    {
        await using var bench = await Bench.OpenAsync();
        var folder = Directory.CreateTempSubdirectory();
        File.CreateSymbolicLink(Path.Combine(folder.FullName, "greet"), "/bin/echo");

        var container = Bench.Runs("greet", "hello");
        var lines = await bench.OutputOfAsync(container with { Env = [new EnvVar { Name = "PATH", Value = $"/nowhere:{folder.FullName}" }] });
        var end = await bench.EndOfAsync(container);

        folder.Delete(recursive: true);
        Assert.Equal(["hello"], lines);
        Assert.Equal("StartError", end.Reason);
    }

    [Fact]
    public async Task A_program_can_be_named_relative_to_its_working_directory()
    {
        await using var bench = await Bench.OpenAsync();
        var folder = Directory.CreateTempSubdirectory();
        File.CreateSymbolicLink(Path.Combine(folder.FullName, "here"), "/bin/pwd");

        var lines = await bench.OutputOfAsync(Bench.Runs("./here") with { WorkingDir = folder.FullName });

        folder.Delete(recursive: true);
        Assert.Equal([folder.FullName], lines);
    }

    [Theory]
    [InlineData(null, "/usr")]
    [InlineData("/etc", "/etc")]
    public async Task A_container_starts_in_its_working_directory(string? workingDir, string expected)
    {
        await using var bench = await Bench.OpenAsync(new ProcessExecutorOptions { WorkingDirectory = "/usr" });

        Assert.Equal([expected], await bench.OutputOfAsync(Bench.Runs("/bin/pwd") with { WorkingDir = workingDir }));
    }

    [Fact]
    public async Task A_variable_that_cannot_be_had_fails_the_container_and_says_why()
    {
        await using var bench = await Bench.OpenAsync();
        var secret = new EnvVarSource { SecretKeyRef = System.Text.Json.JsonElement.Parse("""{"name":"password","key":"k"}""") };

        var end = await bench.EndOfAsync(Bench.Runs("/bin/true") with { Env = [new EnvVar { Name = "P", ValueFrom = secret }] });

        Assert.Equal((128, "CreateContainerConfigError"), (end.ExitCode, end.Reason));
        Assert.Contains("secret \"password\" not found", end.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_null_character_is_refused_rather_than_cut_off()
    {
        await using var bench = await Bench.OpenAsync();

        Assert.Equal("CreateContainerError", (await bench.EndOfAsync(Bench.Runs("/bin/echo", "a\0b"))).Reason);
    }

    [Fact]
    public async Task Arguments_beyond_what_the_system_takes_fail_the_container()
    {
        await using var bench = await Bench.OpenAsync();

        var end = await bench.EndOfAsync(Bench.Runs("/bin/echo", new string('x', 10_000_000)));

        Assert.Equal("StartError", end.Reason);
        Assert.EndsWith("argument list too long", end.Message, StringComparison.Ordinal);
    }
}

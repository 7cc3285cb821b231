using System.Globalization;
using System.Text.Json;
using BatchJobs.Pods;
using BatchJobs.Processes.Tests.Infrastructure;
using BatchJobs.Specs;

namespace BatchJobs.Processes.Tests;

/// <summary>What is left of the executor where there is only what .NET can do on every Unix.</summary>
public class PortableTests
{
    private static readonly ProcessExecutorOptions Portable = new() { Portable = true };

    [Fact]
    public async Task Linux_misses_nothing_and_what_others_miss_is_named()
    {
        var logger = new ListLogger();
        await using var linux = await Bench.OpenAsync();
        await using var other = await Bench.OpenAsync(Portable with { Logger = logger });

        Assert.Empty(linux.Executor.Host.Missing);
        Assert.Equal(["DiesWithApplication", "ExitSignals", "Limits", "Users", "Adoption"], other.Executor.Host.Missing);
        Assert.Contains("Pods that run as processes of this system go without DiesWithApplication, ExitSignals, Limits, Users, Adoption.", logger.Messages);
    }

    [Theory]
    [InlineData("Survivors")]
    [InlineData("CgroupParent")]
    [InlineData("MaxProcessesPerContainer")]
    [InlineData("Niceness")]
    [InlineData("MaxCoreDumpBytes")]
    public void Settings_that_cannot_be_followed_are_refused(string setting)
    {
        var options = setting switch
        {
            "Survivors" => Portable with { Survivors = SurvivorPolicy.Adopt },
            "CgroupParent" => Portable with { CgroupParent = "/there" },
            "MaxProcessesPerContainer" => Portable with { MaxProcessesPerContainer = 10 },
            "Niceness" => Portable with { Niceness = 1 },
            _ => Portable with { MaxCoreDumpBytes = 0 },
        };

        var error = Assert.Throws<PlatformNotSupportedException>(() => new ProcessPodExecutor(options));

        Assert.Equal($"{setting} of ProcessExecutorOptions needs Linux.", error.Message);
    }

    [Fact]
    public async Task Limits_are_reported_as_ignored_or_rejected()
    {
        var logger = new ListLogger();
        var container = Bench.Runs("/bin/true") with { Resources = JsonElement.Parse("""{"limits":{"memory":"50Mi"}}""") };
        await using var lenient = await Bench.OpenAsync(Portable with { Logger = logger });
        await using var strict = await Bench.OpenAsync(Portable with { UnsupportedFields = UnsupportedFieldPolicy.Reject });

        Assert.Equal(0, (await lenient.EndOfAsync(container)).ExitCode);
        Assert.Contains(logger.Messages, message => message.StartsWith("spec.containers[].resources.limits.memory of the pod spec has no effect", StringComparison.Ordinal));
        var status = await strict.EndOfAsync(await strict.StartAsync(container));
        Assert.Equal((PodPhase.Failed, "UnsupportedFields"), (status.Phase, status.Reason));
        Assert.Contains("spec.containers[].resources.limits.memory", status.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_user_is_refused()
    {
        await using var bench = await Bench.OpenAsync(Portable);

        var end = await bench.EndOfAsync(Bench.Runs("/bin/true") with { SecurityContext = JsonElement.Parse("""{"runAsUser":12345}""") });

        Assert.Equal("CreateContainerConfigError", end.Reason);
        Assert.EndsWith("wants to run as user 12345 and group 12345, which needs Linux", end.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_container_is_asked_by_its_signal()
    {
        await using var bench = await Bench.OpenAsync(Portable);
        var container = Bench.Runs("/bin/bash", "-c", "trap 'exit 7' USR1; echo ready; while :; do read -t 1 < /dev/zero; done") with { Lifecycle = JsonElement.Parse("""{"stopSignal":"SIGUSR1"}""") };
        var pod = await bench.StartReadyAsync(new PodSpec { Containers = [container] });

        await bench.Executor.StopAsync(pod);

        Assert.Equal(7, (await bench.EndOfAsync(pod)).ContainerStatuses[0].Terminated!.ExitCode);
    }

    [Fact]
    public async Task A_program_that_a_signal_ended_has_the_code_of_a_shell()
    {
        await using var bench = await Bench.OpenAsync(Portable);

        var end = await bench.EndOfAsync(Bench.Runs("/bin/sh", "-c", "kill -9 $$$$"));

        Assert.Equal((137, null), (end.ExitCode, end.Signal));
    }

    [Fact]
    public async Task What_left_its_container_is_killed_when_it_ends()
    {
        await using var bench = await Bench.OpenAsync(Portable with { DrainTimeout = TimeSpan.FromMilliseconds(200) });
        var pod = await bench.StartAsync(Bench.Does("escape", "ignore-term"));
        var escaped = int.Parse((await bench.LineAsync(pod, "child")).Split(' ')[1], CultureInfo.InvariantCulture);

        Assert.Equal(PodPhase.Succeeded, (await bench.EndOfAsync(pod)).Phase);

        await ProcessTable.DeadAsync(escaped);
        await ProcessTable.GoneAsync(bench.JobUid);
    }

    [Fact]
    public async Task A_probe_that_leaves_something_behind_does_no_harm_to_its_container()
    {
        await using var bench = await Bench.OpenAsync(Portable with { DrainTimeout = TimeSpan.FromMilliseconds(50) });
        var probe = JsonElement.Parse("""{"exec":{"command":["/bin/sh","-c","sleep 1000 & exit 0"]},"periodSeconds":1000}""");
        var pod = await bench.StartAsync(Bench.Does("on-term", "5") with { ReadinessProbe = probe });
        await bench.LineAsync(pod, "ready");
        await bench.Reports.FirstAsync(pod, status => status.ContainerStatuses is [{ Ready: true }]);

        await bench.Executor.StopAsync(pod);

        Assert.Equal(5, (await bench.EndOfAsync(pod)).ContainerStatuses[0].Terminated!.ExitCode);
        await ProcessTable.GoneAsync(bench.JobUid);
    }

    [Fact]
    public async Task What_a_program_writes_about_its_end_is_reported()
    {
        await using var bench = await Bench.OpenAsync(Portable);
        var container = Bench.Runs("/bin/sh", "-c", "echo -n why > \"$0\"; exit 3", "/tmp/why") with { TerminationMessagePath = "/tmp/why" };

        var end = await bench.EndOfAsync(container);

        Assert.Equal((3, "why"), (end.ExitCode, end.Message));
    }

    [Fact]
    public async Task A_program_finds_only_the_environment_of_its_container()
    {
        await using var bench = await Bench.OpenAsync(Portable with { InheritedVariables = [] });
        var container = Bench.Runs("/usr/bin/env") with { Env = [new EnvVar { Name = "A", Value = "b=c" }] };

        var names = (await bench.OutputOfAsync(container)).Select(line => line.Split('=')[0]);

        Assert.Equal(["A", "BATCHJOBS_CONTAINER", "BATCHJOBS_TERMINATION_LOG", "HOSTNAME", "PATH"], names.Order(StringComparer.Ordinal));
    }
}

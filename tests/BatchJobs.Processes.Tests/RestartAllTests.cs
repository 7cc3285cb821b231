using BatchJobs.Pods;
using BatchJobs.Processes.Tests.Infrastructure;
using BatchJobs.Specs;
using Microsoft.Extensions.Time.Testing;

namespace BatchJobs.Processes.Tests;

/// <summary>The rule <c>RestartAllContainers</c>.</summary>
public class RestartAllTests
{
    [Fact]
    public async Task One_container_can_start_all_of_them_again_init_containers_first()
    {
        await using var bench = await Bench.OpenAsync();
        var mark = Path.Combine(Directory.CreateTempSubdirectory().FullName, "mark");
        var pod = await bench.StartAsync(new PodSpec
        {
            InitContainers = [Bench.Runs("/bin/echo", "init") with { Name = "init" }],
            Containers =
            [
                Bench.Runs("/bin/bash", "-c", $"test -e {mark} && exit 0; while ! test -e {mark}.other; do sleep 0.01; done; touch {mark}; exit 42") with
                {
                    Name = "trigger",
                    RestartPolicy = RestartPolicy.Never,
                    RestartPolicyRules =
                    [
                        new ContainerRestartRule { Action = "RestartAllContainers", ExitCodes = new ContainerRestartRuleOnExitCodes { Operator = ExitCodeOperator.In, Values = [42] } },
                    ],
                },
                Bench.Runs("/bin/bash", "-c", $"test -e {mark} && exit 0; touch {mark}.other; sleep 1000") with { Name = "other" },
            ],
        });

        var status = await bench.EndOfAsync(pod);

        Assert.Equal(PodPhase.Succeeded, status.Phase);
        Assert.Equal([1, 1], status.ContainerStatuses.Select(container => container.RestartCount));
        Assert.Equal((1, 0), (status.InitContainerStatuses[0].RestartCount, status.InitContainerStatuses[0].Terminated!.ExitCode));
        Assert.Equal((42, 137), (status.ContainerStatuses[0].LastTermination!.ExitCode, status.ContainerStatuses[1].LastTermination!.ExitCode));
        Assert.Equal(["init", "init"], await bench.LogAsync(pod, new() { Container = "init" }));
        var reports = bench.Reports.Of(pod);
        Assert.Contains(reports, report => report.Conditions.Any(condition => condition is { Type: "AllContainersRestarting", Status: var holds } && holds == ConditionStatus.True));
        Assert.DoesNotContain(reports.SkipLast(1), report => report.Phase is PodPhase.Failed or PodPhase.Succeeded);
        Directory.Delete(Path.GetDirectoryName(mark)!, recursive: true);
    }

    [Fact]
    public async Task Restarting_again_and_again_takes_longer_each_time_and_can_be_stopped()
    {
        var time = new FakeTimeProvider();
        await using var bench = await Bench.OpenAsync(new ProcessExecutorOptions { TimeProvider = time });
        var pod = await bench.StartAsync(Bench.Runs("/bin/false") with
        {
            RestartPolicy = RestartPolicy.Never,
            RestartPolicyRules = [new ContainerRestartRule { Action = "RestartAllContainers", ExitCodes = new ContainerRestartRuleOnExitCodes { Operator = ExitCodeOperator.NotIn, Values = [0] } }],
        });
        await bench.Reports.FirstAsync(pod, status => status.ContainerStatuses[0] is { RestartCount: 2, Waiting.Reason: "RestartingAllContainers" });

        await bench.Executor.StopAsync(pod);

        Assert.Equal(PodPhase.Failed, (await bench.EndOfAsync(pod)).Phase);
    }
}

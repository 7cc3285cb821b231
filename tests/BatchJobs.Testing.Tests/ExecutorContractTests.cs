using BatchJobs.Execution;
using BatchJobs.Specs;
using BatchJobs.Testing.Scripting;
using BatchJobs.Testing.Xunit;

namespace BatchJobs.Testing.Tests;

/// <summary>Pods are scripts, named by their image.</summary>
public class ExecutorContractTests : PodExecutorContract
{
    private readonly FastTimeProvider clock = new(factor: 20);
    private ScriptedPodExecutor? executor;

    protected override IPodExecutor CreateExecutor() => executor = new ScriptedPodExecutor(
        clock,
        PodRule.ForImage("runs-until-stopped", PodScript.RunsForever),
        PodRule.ForImage("ignores-stop", PodScript.RunsForever with { OnDelete = PodDeletion.Ignored }),
        PodRule.ForImage("can-not-run", new PodScript { End = new PodEnd { ExitCode = 128, Reason = "StartError" } }),
        PodRule.ForImage("gets-ready-late", PodScript.RunsForever with { ReadyAfter = TimeSpan.FromSeconds(1) }),
        PodRule.ForImage("fails-then-succeeds-2-3", new PodScript { Restarts = [new ContainerRestart(TimeSpan.Zero, 3), new ContainerRestart(TimeSpan.FromSeconds(10), 3)] }),
        PodRule.ForImage("exits-0-later", PodScript.Succeeds(TimeSpan.FromSeconds(1))),
        PodRule.ForImage("exits-0", PodScript.Succeeds()),
        PodRule.ForImage("exits-1", PodScript.Fails(exitCode: 1)),
        PodRule.ForImage("exits-3", PodScript.Fails(exitCode: 3)),
        PodRule.ForImage("exits-255", PodScript.Fails(exitCode: 255)));

    protected override ValueTask<int> CountLivingAsync() => new(executor!.Pods.IsClosed ? 0 : executor.Pods.All.Count(pod => pod is { Started: not null, Finished: null, Gone: null }));

    protected override PodSpec Exits(int exitCode, TimeSpan after) => Of(after == TimeSpan.Zero ? $"exits-{exitCode}" : $"exits-{exitCode}-later");

    protected override PodSpec RunsUntilStopped() => Of("runs-until-stopped");

    protected override PodSpec IgnoresStop() => Of("ignores-stop");

    protected override PodSpec CanNotRun() => Of("can-not-run");

    protected override PodSpec FailsThenSucceeds(int times, int exitCode) => Of($"fails-then-succeeds-{times}-{exitCode}");

    protected override PodSpec GetsReadyLate() => Of("gets-ready-late");

    private static PodSpec Of(string image) => new() { Containers = [new Container { Name = "main", Image = image }] };
}

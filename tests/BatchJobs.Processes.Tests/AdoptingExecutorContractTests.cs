using BatchJobs.Execution;
using BatchJobs.Processes.Tests.Infrastructure;
using BatchJobs.Testing.Xunit;

namespace BatchJobs.Processes.Tests;

/// <summary>The contract once more, for an executor whose pods go on without it.</summary>
public sealed class AdoptingExecutorContractTests : ShellContract
{
    private readonly DirectoryInfo state = Directory.CreateTempSubdirectory("batchjobs-state-");

    protected override IPodExecutor CreateExecutor() => new ProcessPodExecutor(new ProcessExecutorOptions
    {
        TimeProvider = new FastTimeProvider(factor: 20),
        StateDirectory = state.FullName,
        Survivors = SurvivorPolicy.Adopt,
    });

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await using (await Bench.OpenAsync(new ProcessExecutorOptions { StateDirectory = state.FullName })) await ProcessTable.GoneAsync(JobUid);
        state.Delete(recursive: true);
    }
}

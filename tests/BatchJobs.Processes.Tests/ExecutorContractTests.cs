using BatchJobs.Execution;
using BatchJobs.Processes.Tests.Infrastructure;
using BatchJobs.Testing.Xunit;

namespace BatchJobs.Processes.Tests;

public sealed class ExecutorContractTests : ShellContract
{
    protected override IPodExecutor CreateExecutor() => new ProcessPodExecutor(new ProcessExecutorOptions { TimeProvider = new FastTimeProvider(factor: 20) });
}

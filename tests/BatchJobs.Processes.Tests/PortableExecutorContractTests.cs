using BatchJobs.Execution;
using BatchJobs.Processes.Tests.Infrastructure;
using BatchJobs.Testing.Xunit;

namespace BatchJobs.Processes.Tests;

/// <summary>The contract once more, with nothing but what .NET itself can do with processes.</summary>
public sealed class PortableExecutorContractTests : ShellContract
{
    protected override IPodExecutor CreateExecutor() => new ProcessPodExecutor(new ProcessExecutorOptions { TimeProvider = new FastTimeProvider(factor: 20), Portable = true });
}

using BatchJobs.Execution;
using BatchJobs.Specs;
using BatchJobs.Testing.Xunit;
using MyExecutor = BatchJobs.Processes.ProcessPodExecutor;

namespace BatchJobs.Docs.Tests;

/// <summary>The C# of the page of BatchJobs.Testing.Xunit; the tests of the executor itself run all of its capabilities.</summary>
internal static class ContractSnippets
{
    #region contract
    public sealed class MyExecutorTests : PodExecutorContract
    {
        private readonly string marks = Directory.CreateTempSubdirectory().FullName;

        protected override IPodExecutor CreateExecutor() => new MyExecutor();

        // What really lives, seen from outside: the marks of processes that are still there.
        protected override ValueTask<int> CountLivingAsync() => new(Directory.EnumerateFiles(marks).Count(mark => Directory.Exists($"/proc/{Path.GetFileName(mark)}")));

        protected override PodSpec Exits(int exitCode, TimeSpan after) => Shell($"sleep {after.TotalSeconds}; exit {exitCode}");

        protected override PodSpec RunsUntilStopped() => Shell("exec sleep 100000");

        protected override PodSpec IgnoresStop() => Shell("while :; do sleep 1; done", before: "trap '' TERM; ");

        protected override PodSpec CanNotRun() => new() { Containers = [new Container { Name = "main", Command = ["/no/such/program"] }] };

        private PodSpec Shell(string script, string before = "") => new()
        {
            Containers = [new Container { Name = "main", Command = ["/bin/sh", "-c", $"{before} echo > {marks}/$$$$; {script}"] }],
        };
    }
    #endregion
}

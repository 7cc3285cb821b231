using System.Net;
using BatchJobs.Execution;
using BatchJobs.Kubernetes.Logs;
using BatchJobs.Kubernetes.Requests;
using BatchJobs.Kubernetes.Tests.Infrastructure;
using BatchJobs.Pods;

namespace BatchJobs.Kubernetes.Tests.Logs;

/// <summary>The output of one container, when the clock of its node does not only go forward.</summary>
public class ContainerLogTests
{
    [Theory]
    [InlineData("2026-11-23T09:00:01.5Z")]
    [InlineData("2026-11-23T08:59:00.5Z")]
    public async Task No_line_is_lost_for_its_time(string second)
    {
        AnsweringServer answers = new((_, _, _) => (HttpStatusCode.OK, $"2026-11-23T09:00:01.5Z first\n{second} second\n"));
        using ApiServer server = new(answers.Connection, TimeProvider.System);
        ContainerLog log = new(server, new LogSource("pods/p", _ => Task.FromResult<PodStatus?>(null), TimeSpan.Zero), "main", TimeProvider.System);
        List<string> lines = [];
        await foreach (PodLogLine line in log.ReadAsync(tail: null, TestContext.Current.CancellationToken))
        {
            lines.Add(line.Text);
        }

        Assert.Equal(["first", "second"], lines);
    }
}

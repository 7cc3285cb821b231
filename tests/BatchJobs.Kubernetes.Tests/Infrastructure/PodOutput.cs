using BatchJobs.Execution;
using BatchJobs.Primitives;

namespace BatchJobs.Kubernetes.Tests.Infrastructure;

/// <summary>Output of pods as plain lines.</summary>
internal static class PodOutput
{
    public static async Task<string[]> ReadAsync(IJobClient client, JobKey job, string pod, PodLogOptions? options = null)
    {
        List<string> lines = [];
        await foreach (PodLogLine line in client.ReadLogAsync(job, pod, options, TestContext.Current.CancellationToken))
        {
            lines.Add(line.Text);
        }

        return [.. lines];
    }
}

using System.Diagnostics;
using BatchJobs.Kubernetes.Tests.Infrastructure;

namespace BatchJobs.Kubernetes.Tests;

/// <summary><c>batchjobs run</c> on a cluster.</summary>
public class CommandLineTests(Cluster cluster)
{
    [Theory]
    [InlineData("--executor", "kubernetes")]
    [InlineData("--native")]
    public async Task It_greets_three_times_as_with_processes(params string[] target)
    {
        cluster.Require();
        string command = Path.Combine(AppContext.BaseDirectory, "BatchJobs.Cli.dll");
        string manifest = Repository.Path("samples/manifests/example-job.yaml");
        string name = $"example-{Guid.NewGuid().ToString("N")[..6]}";
        string text = (await File.ReadAllTextAsync(manifest, TestContext.Current.CancellationToken)).Replace("example-job", name, StringComparison.Ordinal);
        ProcessStartInfo start = new("dotnet", [command, "run", "-f", "-", "--namespace", cluster.Namespace, .. target])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };

        using Process run = Process.Start(start)!;
        await run.StandardInput.WriteAsync(text);
        run.StandardInput.Close();
        string output = await run.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(3, output.Split('\n').Count(line => line.StartsWith($"{cluster.Namespace}/{name}-", StringComparison.Ordinal) || line.StartsWith($"{name}-", StringComparison.Ordinal)));
        Assert.Equal(3, output.Split("Hello, Kubernetes!").Length - 1);
        Assert.Matches($@"{name} +Complete +3/3 ", output);
    }
}

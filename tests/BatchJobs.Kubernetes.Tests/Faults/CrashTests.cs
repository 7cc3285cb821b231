using System.Diagnostics;
using System.Reflection;
using BatchJobs.Kubernetes.Tests.Infrastructure;
using BatchJobs.Manifests;
using BatchJobs.Specs;

namespace BatchJobs.Kubernetes.Tests.Faults;

/// <summary>An engine that is killed, and another one that takes over.</summary>
[Collection(nameof(Alone))]
public class CrashTests(Cluster cluster)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_engine_killed_in_the_middle_of_five_hundred_pods_finishes_them_when_it_is_started_again()
    {
        cluster.Require();
        await using HollowNode node = await HollowNode.JoinAsync(cluster.Server);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("batchjobs-crash-");
        string manifest = Path.Combine(folder.FullName, "job.json");
        Job job = node.Place(Workload.Indexed("crash", completions: 500, parallelism: 20));
        await File.WriteAllTextAsync(manifest, ManifestWriter.Write(job), Cancelled);
        string[] arguments = [Path.Combine(folder.FullName, "jobs.db"), cluster.Namespace, $"crash-{node.Name}", manifest];

        using (Process first = Start(arguments))
        {
            await node.WhenSeenAsync(150, Cancelled);
            first.Kill(); // SIGKILL
            await first.WaitForExitAsync(Cancelled);
        }

        using Process second = Start(arguments);
        string outcome = await second.StandardOutput.ReadToEndAsync(Cancelled);
        await second.WaitForExitAsync(Cancelled);

        Assert.Equal("succeeded 500, failed 0, indexes 0-499", outcome.Trim());
        Assert.Equal(500, node.PodsSeen);
        Assert.Empty(node.Doubled);
        folder.Delete(recursive: true);
    }

    private static Process Start(string[] arguments)
    {
        string host = typeof(CrashTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "CrashHost").Value!;
        return Process.Start(new ProcessStartInfo("dotnet", [host, .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true })!;
    }
}

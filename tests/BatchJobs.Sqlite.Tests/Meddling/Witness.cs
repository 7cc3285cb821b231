using System.Collections.Concurrent;
using BatchJobs.Building;
using BatchJobs.InProcess;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Sqlite.Tests.Meddling;

/// <summary>The body of all pods, which knows what really happened.</summary>
internal sealed class Witness
{
    public const string Image = "work";
    public const int Ignored = 3;
    public const int Fatal = 42;

    private readonly ConcurrentDictionary<JobKey, int> successes = new();
    private readonly ConcurrentDictionary<(JobKey Job, int Index), bool> succeeded = new();

    public async Task<int> RunAsync(PodContext pod)
    {
        int dice = Random.Shared.Next(100);
        if (dice % 2 == 0)
        {
            await Task.Yield();
        }

        switch (dice)
        {
            case < 5:
                throw new InvalidOperationException("at random");
            case < 10:
                return Ignored;
            case < 13:
                return Fatal;
            default:
                successes.AddOrUpdate(pod.Job, 1, (_, count) => count + 1);
                succeeded[(pod.Job, pod.CompletionIndex ?? -1)] = true;
                return 0;
        }
    }

    /// <summary>Fails if a finished Job has counted what never was.</summary>
    public void Check(JobReport report)
    {
        Job job = report.Job;
        JobKey key = job.Key();
        Assert.True(job.IsFinished(), $"{key} has not finished.");
        Assert.Equal((0, 0), (job.Status!.Active ?? 0, job.Status.Terminating ?? 0));
        Assert.InRange(job.Status.Succeeded ?? 0, 0, successes.GetValueOrDefault(key));
        Assert.All(report.SucceededIndexes, index => Assert.True(succeeded.ContainsKey((key, index)), $"Index {index} of {key} has not succeeded."));
    }
}

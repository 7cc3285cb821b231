using BatchJobs.Cli.Input;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Cli.Running;

/// <summary>Where Jobs are run, and what that means for stopping them and for what they leave behind.</summary>
internal interface IRunTarget : IAsyncDisposable
{
    IJobClient Client { get; }

    /// <summary>Since when it runs Jobs; what happened before is known already.</summary>
    DateTimeOffset Since => default;

    /// <summary>How many lines a pod has written; null if that can't be told.</summary>
    long? CountLines(PodId pod) => null;

    /// <summary>Creates a Job, or finds it if it goes on from before.</summary>
    Task<Job> BeginAsync(Job job) => Client.CreateAsync(job);

    /// <summary>Creates a CronJob, or finds it if it goes on from before.</summary>
    /// <exception cref="BadInputException">CronJobs are not run here.</exception>
    Task<CronJob> BeginAsync(CronJob cronJob) => throw new BadInputException($"CronJob \"{cronJob.Metadata.Name}\" can't be run there; run it without --executor kubernetes and --native");

    /// <summary>Stops everything, before Jobs are stopped one by one.</summary>
    Task CloseAsync() => Task.CompletedTask;

    /// <summary>Stops the pods of a Job without calling that a failure.</summary>
    Task StopAsync(JobKey key);

    /// <summary>Removes what a Job that has ended would leave behind.</summary>
    Task CleanUpAsync(JobKey key);
}

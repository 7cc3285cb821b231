using BatchJobs.Client;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Runtime;

/// <summary>A Job that somebody watches from its creation to its end.</summary>
/// <param name="Key">The Job.</param>
/// <param name="Finished">Ends with the finished Job.</param>
/// <param name="Pods">The pods that change, until the Job has finished.</param>
/// <param name="View">What else can be asked, in this process.</param>
internal sealed record FollowedJob(JobKey Key, Task<Job> Finished, IAsyncEnumerable<JobPod> Pods, JobView? View);

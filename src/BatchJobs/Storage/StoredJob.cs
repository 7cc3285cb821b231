using BatchJobs.Specs;
using BatchJobs.State;

namespace BatchJobs.Storage;

/// <summary>What is kept of a Job: the object as its user sees it, without status, and the state it is in.</summary>
internal readonly record struct StoredJob(Job Job, JobState State);

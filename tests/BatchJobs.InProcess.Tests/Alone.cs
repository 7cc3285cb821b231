namespace BatchJobs.InProcess.Tests;

/// <summary>Tests that count what the whole process holds, and so can't run beside others.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

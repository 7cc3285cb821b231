namespace BatchJobs.Kubernetes.Tests.Infrastructure;

/// <summary>Tests that disturb or measure the whole cluster, and so run one after another and beside no others.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

namespace BatchJobs.Specs;

/// <summary>What holds when a Job does not say.</summary>
/// <remarks>Kubernetes: <c>SetDefaults_Job</c>, <c>SetDefaults_CronJob</c>, <c>SetDefaults_PodSpec</c>.</remarks>
public static class JobDefaults
{
    /// <summary>Pods that run at once.</summary>
    public const int Parallelism = 1;

    /// <summary>Completions of a Job that says nothing of parallelism either.</summary>
    public const int Completions = 1;

    /// <summary>Retries of a Job without a limit per index.</summary>
    public const int BackoffLimit = 6;

    /// <summary>Retries of a Job with a limit per index: as good as unlimited.</summary>
    public const int BackoffLimitWithPerIndex = int.MaxValue;

    /// <summary>Seconds between the request to stop and the forced end of a pod.</summary>
    public const long TerminationGracePeriodSeconds = 30;

    /// <summary>Completed Jobs a CronJob keeps.</summary>
    public const int SuccessfulJobsHistoryLimit = 3;

    /// <summary>Failed Jobs a CronJob keeps.</summary>
    public const int FailedJobsHistoryLimit = 1;

    /// <summary>The controller in charge of a Job that names none.</summary>
    public const string ManagedBy = "kubernetes.io/job-controller";
}

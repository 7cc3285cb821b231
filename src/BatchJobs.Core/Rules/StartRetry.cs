namespace BatchJobs.Rules;

/// <summary>How long the engine waits after an executor refused to start a pod: 1 s, doubling to 1 min.</summary>
/// <remarks>Kubernetes: <c>DefaultJobApiBackOff</c>, <c>MaxJobApiBackOff</c>.</remarks>
internal static class StartRetry
{
    public static readonly TimeSpan First = TimeSpan.FromSeconds(1);

    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    public static TimeSpan After(int failures) => BackoffDelay.Doubled(First, failures, Longest);
}

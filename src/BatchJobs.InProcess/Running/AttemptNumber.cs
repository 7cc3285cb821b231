using System.Globalization;
using BatchJobs.Execution;

namespace BatchJobs.InProcess.Running;

/// <summary>Which attempt a call of a body is.</summary>
internal static class AttemptNumber
{
    private const string FailureCount = "batch.kubernetes.io/job-index-failure-count";
    private const string IgnoredFailureCount = "batch.kubernetes.io/job-index-ignored-failure-count";

    public static int Of(PodStartRequest pod, int restarts) => 1 + restarts + Count(pod, FailureCount) + Count(pod, IgnoredFailureCount);

    private static int Count(PodStartRequest pod, string annotation) =>
        pod.Annotations.TryGetValue(annotation, out string? text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : 0;
}

using BatchJobs.Resolution;
using BatchJobs.Specs;

namespace BatchJobs.Runtime;

internal static class JobAdmission
{
    public static Job Create(Job job, Guid uid, DateTimeOffset now, string rv) => job with { Metadata = job.Metadata with { Namespace = job.Metadata.Namespace ?? "default", Uid = uid.ToString(), CreationTimestamp = now, ResourceVersion = rv, Generation = 1 } };
    public static Job Update(Job old, Job changed) => changed;
    public static Job Patch(Job old, string patch) => old with { Spec = old.Spec with { Suspend = patch.Contains("true", StringComparison.Ordinal) } };
    public static ResolvedJobSpec Resolve(Job job) { var s = job.Spec; return new() { Source = s, Parallelism = s.Parallelism ?? 1, Completions = s.Completions ?? (s.Parallelism is null ? 1 : null), Indexed = s.CompletionMode == CompletionMode.Indexed, BackoffLimit = s.BackoffLimit ?? 6, BackoffLimitPerIndex = s.BackoffLimitPerIndex, Suspend = s.Suspend ?? false }; }
}

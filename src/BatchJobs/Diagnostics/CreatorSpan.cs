using System.Diagnostics;
using BatchJobs.Client;
using BatchJobs.Specs;

namespace BatchJobs.Diagnostics;

/// <summary>What the creator of a Job was doing, as its annotation says it.</summary>
internal static class CreatorSpan
{
    /// <summary>The Job with the annotation; as it is if it has one already, or nobody would look at it.</summary>
    public static Job Mark(Job job)
    {
        if (!JobTrace.HasListeners || Activity.Current is not { IdFormat: ActivityIdFormat.W3C, Id: { } id } || job.Metadata.Annotations?.ContainsKey(JobTraceAnnotations.TraceParent) == true)
        {
            return job;
        }

        var annotations = new Dictionary<string, string>(job.Metadata.Annotations ?? new Dictionary<string, string>(), StringComparer.Ordinal) { [JobTraceAnnotations.TraceParent] = id };
        return job with { Metadata = job.Metadata with { Annotations = annotations } };
    }

    /// <summary>What the annotation says; null if there is none that can be read.</summary>
    public static ActivityContext? Of(Job job) =>
        job.Metadata.Annotations?.TryGetValue(JobTraceAnnotations.TraceParent, out string? text) == true && ActivityContext.TryParse(text, null, isRemote: true, out ActivityContext creator)
            ? creator
            : null;
}

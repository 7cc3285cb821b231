namespace BatchJobs.Client;

/// <summary>How a Job says what its creator was doing.</summary>
/// <remarks>Beyond Kubernetes.</remarks>
public static class JobTraceAnnotations
{
    /// <summary>The span of the creator, in the form of the header <c>traceparent</c> of W3C Trace Context; the span of the Job is a child of it.</summary>
    /// <remarks>An engine with a store sets it on new Jobs that have none, if somebody listens to its spans, so that it outlives a restart.</remarks>
    public const string TraceParent = "batchjobs/traceparent";
}

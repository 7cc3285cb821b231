using BatchJobs.Primitives;
using BatchJobs.Resolution;
using BatchJobs.Specs;
using BatchJobs.State;

namespace BatchJobs.Core.Tests.Harness;

/// <summary>States and pods for tests of single rules.</summary>
internal static class States
{
    public static DateTimeOffset Second(double second) => JobBench.Epoch.AddSeconds(second);

    public static JobState StateOf(JobSpec spec) => new(new JobKey("test"), Guid.Empty, JobSpecResolver.Resolve(spec));

    /// <summary>A state with pods: <c>0:R 1:F</c>, key is the index.</summary>
    public static JobState StateOf(JobSpec spec, string pods)
    {
        JobState state = StateOf(spec);
        foreach (PodText text in PodText.Read(pods, JobBench.Epoch))
        {
            state.Pods.Add(Pod(text, state.NextOrdinal++));
        }

        return state;
    }

    /// <summary>A state whose indexes ended: <c>0-2</c>, <c>4</c>.</summary>
    public static JobState StateOf(JobSpec spec, string succeeded, string failed)
    {
        JobState state = StateOf(spec);
        state.SucceededIndexes = Indexes(succeeded);
        state.FailedIndexes = Indexes(failed);
        return state;
    }

    public static IndexSet Indexes(string text) => IndexSetText.Read(text, int.MaxValue);

    public static PodRecord Pod(string text, long ordinal = 0) => Pod(PodText.Read(text, JobBench.Epoch).Single(), ordinal);

    private static PodRecord Pod(PodText text, long ordinal)
    {
        var pod = new PodRecord(ordinal, text.Key ?? PodRecord.NoIndex, JobBench.Epoch) { FailureCount = text.FailuresBefore };
        pod.SetStatus(text.Status);
        return pod;
    }
}

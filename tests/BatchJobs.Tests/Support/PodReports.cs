using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Primitives;

namespace BatchJobs.Tests.Support;

/// <summary>Keeps the latest report of each pod, for tests of an executor without an engine.</summary>
internal sealed class PodReports : IPodObserver
{
    private static readonly Guid JobUid = new("11111111-2222-3333-4444-555555555555");
    private readonly Dictionary<PodId, PodStatus> latest = [];

    public static PodStartRequest Request(long ordinal) => new()
    {
        Id = new PodId(JobUid, ordinal),
        Name = $"work-{ordinal}",
        Uid = PodSuffix.Uid(JobUid, ordinal),
        Job = new JobKey("work"),
        CreationTimestamp = EngineBench.Start,
        Labels = new Dictionary<string, string>(),
        Annotations = new Dictionary<string, string>(),
        Spec = EngineBench.NewJob().Spec.Template.Spec,
    };

    public PodStatus Last(PodId pod) => latest[pod];

    public void OnReport(in PodReport report) => latest[report.Pod] = report.Status;

    public void OnVanished(PodId pod) => latest.Remove(pod);
}

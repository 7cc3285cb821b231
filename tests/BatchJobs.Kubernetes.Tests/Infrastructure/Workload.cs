using System.Text.Json;
using BatchJobs.Specs;

namespace BatchJobs.Kubernetes.Tests.Infrastructure;

/// <summary>Jobs for tests.</summary>
internal static class Workload
{
    /// <summary>A Job whose pods run a shell script in busybox.</summary>
    public static Job Shell(string name, string script, Func<JobSpec, JobSpec>? change = null, RestartPolicy? restart = null) => new()
    {
        Metadata = new ObjectMeta { Name = name },
        Spec = (change ?? (spec => spec))(new JobSpec
        {
            Template = new PodTemplateSpec
            {
                Spec = new PodSpec
                {
                    RestartPolicy = restart ?? RestartPolicy.Never,
                    TerminationGracePeriodSeconds = 5,
                    Containers = [new Container { Name = "main", Image = "busybox", ImagePullPolicy = "IfNotPresent", Command = ["sh", "-c", script] }],
                },
            },
        }),
    };

    /// <summary>An Indexed Job that allows no failure.</summary>
    public static Job Indexed(string name, int completions, int parallelism) => Shell(
        name,
        "true",
        spec => spec with { CompletionMode = CompletionMode.Indexed, Completions = completions, Parallelism = parallelism, BackoffLimit = 0 });

    /// <summary>The Job with a folder /work that outlives its containers.</summary>
    public static Job WithScratch(Job job) => job with
    {
        Spec = job.Spec with { Template = job.Spec.Template with { Spec = WithScratch(job.Spec.Template.Spec) } },
    };

    /// <summary>The pod with a folder /work that outlives its containers.</summary>
    public static PodSpec WithScratch(PodSpec pod) => pod with
    {
        Volumes = Json("""[{"name":"work","emptyDir":{}}]"""),
        Containers = [pod.Containers![0] with { VolumeMounts = Json("""[{"name":"work","mountPath":"/work"}]""") }],
    };

    public static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}

using BatchJobs.Specs;

namespace BatchJobs.Sqlite.Tests.Support;

/// <summary>Small Jobs.</summary>
internal static class Jobs
{
    public static Job Indexed(string name, int completions, string image = "work") => new()
    {
        Metadata = new ObjectMeta { Name = name },
        Spec = new JobSpec
        {
            CompletionMode = CompletionMode.Indexed,
            Completions = completions,
            Parallelism = completions,
            Template = new PodTemplateSpec
            {
                Spec = new PodSpec { RestartPolicy = RestartPolicy.Never, Containers = [new Container { Name = "main", Image = image }] },
            },
        },
    };
}

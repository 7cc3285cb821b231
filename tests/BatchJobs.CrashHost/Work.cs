using BatchJobs.Building;
using BatchJobs.Specs;

namespace BatchJobs.CrashHost;

/// <summary>Fifty Jobs whose ends do not depend on when things happen; what a crash interrupts is a disruption, and those do not count.</summary>
internal static class Work
{
    private const string Flaky = "sleep 0.01; [ \"$FAILURES\" -ge $((JOB_COMPLETION_INDEX % 3)) ]";

    /// <summary>Thirty Jobs of calls.</summary>
    public static IEnumerable<Job> Calls =>
    [
        .. Many(10, number => JobBuilder.Indexed($"retries-{number}", 24).BackoffLimitPerIndex(3).IgnoreDisruptions().Image("flaky")),
        .. Many(10, number => JobBuilder.Indexed($"partial-{number}", 24).BackoffLimitPerIndex(1).FailIndexOn(42).IgnoreDisruptions().Image("partial")),
        .. Many(5, number => JobBuilder.NonIndexed($"plain-{number}", 24).BackoffLimit(6).IgnoreDisruptions().Image("sound")),
        .. Many(5, number => JobBuilder.NonIndexed($"doomed-{number}").BackoffLimit(2).IgnoreDisruptions().Image("doomed")),
    ];

    /// <summary>Twenty Jobs of processes.</summary>
    public static IEnumerable<Job> Processes(string mark) =>
    [
        .. Many(10, number => JobBuilder.Indexed($"retries-{number}", 6).BackoffLimitPerIndex(3).IgnoreDisruptions().Image("sh").Command("/bin/sh", "-c", Flaky).Env("MARK", mark)),
        .. Many(5, number => JobBuilder.Indexed($"restarts-{number}", 6).BackoffLimit(1_000_000).RestartOnFailure().Image("sh").Command("/bin/sh", "-c", "sleep 0.01").Env("MARK", mark)),
        .. Many(5, number => JobBuilder.NonIndexed($"doomed-{number}").BackoffLimit(1).IgnoreDisruptions().Image("sh").Command("/bin/sh", "-c", "exit 3").Env("MARK", mark)),
    ];

    /// <summary>Tells each pod how often its index has failed.</summary>
    private static IEnumerable<Job> Many(int count, Func<int, JobBuilder> make) => Enumerable.Range(0, count).Select(number =>
    {
        Job job = make(number).Parallelism(4);
        PodSpec pod = job.Spec.Template.Spec;
        var failures = new EnvVar
        {
            Name = "FAILURES",
            ValueFrom = new EnvVarSource { FieldRef = new ObjectFieldSelector { FieldPath = "metadata.annotations['batch.kubernetes.io/job-index-failure-count']" } },
        };
        Container container = pod.Containers![0];
        return job with
        {
            Spec = job.Spec with
            {
                Template = job.Spec.Template with { Spec = pod with { Containers = [container with { Env = [.. container.Env ?? [], failures] }] } },
            },
        };
    });
}

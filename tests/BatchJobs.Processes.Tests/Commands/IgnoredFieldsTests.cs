using System.Text.Json;
using BatchJobs.Processes.Commands;
using BatchJobs.Specs;

namespace BatchJobs.Processes.Tests.Commands;

public class IgnoredFieldsTests
{
    private static readonly JsonElement Something = JsonElement.Parse("""{"a":1}""");
    private static readonly JsonElement Nothing = JsonElement.Parse("{}");

    [Fact]
    public void What_asks_for_something_processes_do_not_have_is_named()
    {
        var spec = new PodSpec
        {
            Volumes = JsonElement.Parse("""[{"name":"v"}]"""),
            InitContainers = [new Container { VolumeMounts = JsonElement.Parse("""[{"name":"v"}]""") }],
            Containers = [new Container { Image = "busybox", LivenessProbe = Something }, new Container { Resources = Something }],
        };

        Assert.Equal(
            ["spec.volumes", "spec.initContainers[].volumeMounts", "spec.containers[].image", "spec.containers[].livenessProbe", "spec.containers[].resources"],
            IgnoredFields.In(spec));
    }

    [Fact]
    public void What_defaulting_leaves_behind_is_not_named() =>
        Assert.Empty(IgnoredFields.In(new PodSpec
        {
            SecurityContext = Nothing,
            DnsPolicy = "ClusterFirst",
            SchedulerName = "default-scheduler",
            Containers =
            [
                new Container
                {
                    Resources = Nothing,
                    Command = ["true"],
                    TerminationMessagePath = "/dev/termination-log",
                    TerminationMessagePolicy = "File",
                    ImagePullPolicy = "Always",
                },
            ],
        }));
}

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
            Volumes = JsonElement.Parse("""[{"name":"v","nfs":{}},{"name":"w","emptyDir":{}}]"""),
            SecurityContext = JsonElement.Parse("""{"runAsUser":1,"seLinuxOptions":{}}"""),
            InitContainers = [new Container { VolumeMounts = JsonElement.Parse("""[{"name":"v","readOnly":true}]""") }],
            Containers =
            [
                new Container { Image = "busybox", LivenessProbe = Something, ReadinessProbe = JsonElement.Parse("""{"exec":{"command":["true"]}}""") },
                new Container { Resources = JsonElement.Parse("""{"limits":{"cpu":"1","memory":"1Gi","nvidia.com/gpu":1}}""") },
            ],
        };

        Assert.Equal(
            [
                "spec.volumes[].nfs", "spec.securityContext.seLinuxOptions", "spec.initContainers[].volumeMounts[].readOnly", "spec.containers[].image",
                "spec.containers[].livenessProbe", "spec.containers[].resources.limits.cpu", "spec.containers[].resources.limits.nvidia.com/gpu",
            ],
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

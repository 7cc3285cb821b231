using System.Text.Json;
using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.Processes.Commands;
using BatchJobs.Processes.Reading;
using BatchJobs.Processes.Volumes;
using BatchJobs.Specs;

namespace BatchJobs.Processes.Tests.Commands;

public class ContainerEnvironmentTests
{
    private static readonly PodConfig NoConfig = new(null, "space");

    private static readonly PodStartRequest Pod = new()
    {
        Id = new PodId(Guid.Empty, 1),
        Name = "job-3-abcde",
        Uid = new Guid("00000000-0000-0000-0000-0000000000aa"),
        Job = new JobKey("space", "job"),
        Index = 3,
        CreationTimestamp = DateTimeOffset.UnixEpoch,
        Labels = new Dictionary<string, string> { ["batch.kubernetes.io/job-completion-index"] = "3", ["app"] = "x" },
        Annotations = new Dictionary<string, string> { ["note"] = "some text" },
        Spec = new PodSpec { NodeName = "node", ServiceAccountName = "account" },
    };

    [Theory]
    [InlineData("metadata.name", "job-3-abcde")]
    [InlineData("metadata.namespace", "space")]
    [InlineData("metadata.uid", "00000000-0000-0000-0000-0000000000aa")]
    [InlineData("metadata.labels['batch.kubernetes.io/job-completion-index']", "3")]
    [InlineData("metadata.labels['app']", "x")]
    [InlineData("metadata.labels['none']", "")]
    [InlineData("metadata.annotations['note']", "some text")]
    [InlineData("spec.nodeName", "node")]
    [InlineData("spec.serviceAccountName", "account")]
    public void A_field_of_the_pod_can_be_read(string path, string expected) =>
        Assert.Equal(expected, Resolve(Field("V", path))["V"]);

    [Theory]
    [InlineData("status.podIP")]
    [InlineData("metadata.labels")]
    [InlineData("metadata.labels['']")]
    [InlineData("metadata.labels[app]")]
    [InlineData("")]
    public void A_field_that_does_not_exist_here_is_refused(string path) =>
        AssertRefused($"environment variable V: field \"{path}\" does not exist for processes", Field("V", path));

    [Fact]
    public void A_value_sees_the_variables_before_it_and_no_others() =>
        Assert.Equal(
            new Dictionary<string, string> { ["A"] = "1", ["B"] = "1 $(C)", ["C"] = "3" },
            Resolve(Value("A", "1"), Value("B", "$(A) $(C)"), Value("C", "3")));

    [Fact]
    public void A_later_variable_of_the_same_name_wins_and_sees_the_earlier() =>
        Assert.Equal("1-2", Resolve(Value("A", "1"), Value("A", "$(A)-2"))["A"]);

    [Fact]
    public void What_the_application_has_in_its_environment_cannot_be_referred_to() =>
        Assert.Equal("$(PATH):/more", Resolve(Value("PATH", "$(PATH):/more"))["PATH"]);

    [Fact]
    public void A_variable_without_value_is_empty() => Assert.Equal("", Resolve(Value("A", null))["A"]);

    [Theory]
    [InlineData("""{"secretKeyRef":{"name":"s","key":"k"}}""", "secret \"s\"")]
    [InlineData("""{"configMapKeyRef":{"name":"m","key":"k"}}""", "configmap \"m\"")]
    [InlineData("""{"fileKeyRef":{"path":"f","key":"k","volumeName":"v"}}""", "file \"f\"")]
    public void A_value_from_something_processes_do_not_have_is_refused(string source, string what) =>
        AssertRefused($"environment variable V: {what} not found: processes have none", From("V", source));

    [Theory]
    [InlineData("""{"secretKeyRef":{"name":"s","key":"k","optional":true}}""")]
    [InlineData("""{"configMapKeyRef":{"name":"m","key":"k","optional":true}}""")]
    public void An_optional_value_that_does_not_exist_leaves_the_variable_out(string source) =>
        Assert.Empty(Resolve(From("V", source)));

    [Theory]
    [InlineData("""[{"configMapRef":{"name":"m"}}]""", "envFrom: configmap \"m\" not found: processes have none")]
    [InlineData("""[{"prefix":"P_","secretRef":{"name":"s"}}]""", "envFrom: secret \"s\" not found: processes have none")]
    [InlineData("""[{"configMapRef":{"name":"m","optional":true}}]""", null)]
    public void EnvFrom_is_refused_unless_it_is_optional(string envFrom, string? message)
    {
        var container = new Container { EnvFrom = JsonElement.Parse(envFrom) };
        var error = Record.Exception(() => ContainerEnvironment.Resolve(Pod, container, NoConfig));
        Assert.Equal(message, error?.Message);
    }

    [Theory]
    [InlineData(null, null, "job-3-abcde")] // the name of the pod
    [InlineData("job-3", null, "job-3")] // what an Indexed Job sets
    [InlineData("job-3", "other.example", "other.example")] // the override wins
    [InlineData("a23456789-123456789-123456789-123456789-123456789-123456789-1x", null, "a23456789-123456789-123456789-123456789-123456789-123456789-1x")]
    [InlineData("a23456789-123456789-123456789-123456789-123456789-123456789-1-.-345", null, "a23456789-123456789-123456789-123456789-123456789-123456789-1")]
    public void The_host_name_is_that_of_the_pod(string? hostname, string? hostnameOverride, string expected) =>
        Assert.Equal(expected, PodHostname.Of(Pod with { Spec = new PodSpec { Hostname = hostname, HostnameOverride = hostnameOverride } }));

    private static Dictionary<string, string> Resolve(params EnvVar[] variables) =>
        ContainerEnvironment.Resolve(Pod, new Container { Env = variables }, NoConfig);

    private static void AssertRefused(string message, EnvVar variable)
    {
        var error = Assert.Throws<ContainerConfigException>(() => Resolve(variable));
        Assert.Equal(("CreateContainerConfigError", message), (error.Reason, error.Message));
    }

    private static EnvVar Value(string name, string? value) => new() { Name = name, Value = value };

    private static EnvVar Field(string name, string path) =>
        new() { Name = name, ValueFrom = new EnvVarSource { FieldRef = new ObjectFieldSelector { FieldPath = path } } };

    private static EnvVar From(string name, string source)
    {
        var property = JsonElement.Parse(source).EnumerateObject().Single();
        return new EnvVar
        {
            Name = name,
            ValueFrom = property.Name switch
            {
                "secretKeyRef" => new EnvVarSource { SecretKeyRef = property.Value },
                "configMapKeyRef" => new EnvVarSource { ConfigMapKeyRef = property.Value },
                "resourceFieldRef" => new EnvVarSource { ResourceFieldRef = property.Value },
                _ => new EnvVarSource { FileKeyRef = property.Value },
            },
        };
    }
}

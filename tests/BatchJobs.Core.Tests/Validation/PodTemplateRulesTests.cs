namespace BatchJobs.Core.Tests.Validation;

public class PodTemplateRulesTests
{
    private const string Field = "spec.template.spec";

    [Theory]
    [InlineData("[]", "containers: Required value")]
    [InlineData("[{\"image\": \"i\"}]", "containers[0].name: Required value")]
    [InlineData("[{\"name\": \"a.b\", \"image\": \"i\"}]", "containers[0].name: Invalid value: \"a.b\": must not contain dots")]
    [InlineData("[{\"name\": \"a\"}]", "containers[0].image: Required value")]
    [InlineData("[{\"name\": \"a\", \"image\": \"i\"}, {\"name\": \"a\", \"image\": \"i\"}]", "containers[1].name: Duplicate value: \"a\"")]
    [InlineData("[{\"name\": \"a\", \"image\": \"i\", \"imagePullPolicy\": \"X\"}]", "containers[0].imagePullPolicy: Unsupported value: \"X\": supported values: \"Always\", \"IfNotPresent\", \"Never\"")]
    [InlineData("[{\"name\": \"a\", \"image\": \"i\", \"terminationMessagePolicy\": \"X\"}]", "containers[0].terminationMessagePolicy: Unsupported value: \"X\": supported values: \"File\", \"FallbackToLogsOnError\"")]
    [InlineData("[{\"name\": \"a\", \"image\": \"i\", \"restartPolicy\": \"X\"}]", "containers[0].restartPolicy: Unsupported value: \"X\": supported values: \"Always\", \"Never\", \"OnFailure\"")]
    [InlineData("[{\"name\": \"a\", \"image\": \"i\", \"restartPolicyRules\": [{\"action\": \"Restart\", \"exitCodes\": {\"operator\": \"In\", \"values\": [1]}}]}]", "containers[0].restartPolicy: Required value: must specify restartPolicy when restart rules are used")]
    [InlineData("[{\"name\": \"a\", \"image\": \"i\", \"resources\": {\"requests\": {\"cpu\": \"2\"}, \"limits\": {\"cpu\": \"1500m\"}}}]", "containers[0].resources.requests: Invalid value: \"2\": must be less than or equal to cpu limit of 1500m")]
    [InlineData("[{\"name\": \"a\", \"image\": \"i\", \"resizePolicy\": [{\"resourceName\": \"cpu\", \"restartPolicy\": \"RestartContainer\"}]}]", "containers[0].resizePolicy[0]: Invalid value: \"RestartContainer\": must be 'NotRequired' when pod `restartPolicy` is 'Never'")]
    public void Containers_are_named_and_known(string containers, string error)
    {
        Assert.Equal([$"{Field}.{error}"], Admit.Errors(Admit.Read("", pod: $"\"containers\": {containers}")));
    }

    [Theory]
    [InlineData("{\"name\": \"main\", \"image\": \"i\"}", "name: Duplicate value: \"main\"")]
    [InlineData("{\"name\": \"i\", \"image\": \"i\", \"livenessProbe\": {}}", "livenessProbe: Forbidden: may not be set for init containers without restartPolicy=Always")]
    [InlineData("{\"name\": \"i\", \"image\": \"i\", \"lifecycle\": {}}", "lifecycle: Forbidden: may not be set for init containers without restartPolicy=Always")]
    public void Init_containers_share_names_and_run_once(string container, string error)
    {
        Assert.Equal([$"{Field}.initContainers[0].{error}"], Admit.Errors(Admit.Read("", pod: $"\"initContainers\": [{container}]")));
    }

    [Theory]
    [InlineData("{}", "name: Required value")]
    [InlineData("{\"name\": \"A=B\"}", "name: Invalid value: \"A=B\": a valid environment variable name must consist only of printable ASCII characters other than '='")]
    [InlineData("{\"name\": \"A\", \"valueFrom\": {}}", "valueFrom: Invalid value: \"\": must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`")]
    [InlineData("{\"name\": \"A\", \"value\": \"x\", \"valueFrom\": {\"fieldRef\": {\"fieldPath\": \"metadata.name\"}}}", "valueFrom: Invalid value: \"\": may not be specified when `value` is not empty")]
    [InlineData("{\"name\": \"A\", \"valueFrom\": {\"fieldRef\": {\"fieldPath\": \"spec.bogus\"}}}", "valueFrom.fieldRef.fieldPath: Invalid value: \"spec.bogus\": error converting fieldPath: field label not supported: spec.bogus")]
    [InlineData("{\"name\": \"A\", \"valueFrom\": {\"secretKeyRef\": {\"name\": \"s\"}}}", "valueFrom.secretKeyRef.key: Required value")]
    public void Environment_variables_have_a_name_and_one_source(string variable, string error)
    {
        string containers = $"\"containers\": [{{\"name\": \"main\", \"image\": \"i\", \"env\": [{variable}]}}]";

        Assert.Equal([$"{Field}.containers[0].env[0].{error}"], Admit.Errors(Admit.Read("", pod: containers)));
    }

    [Theory]
    [InlineData("\"activeDeadlineSeconds\": 0", "activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive")]
    [InlineData("\"dnsPolicy\": \"X\"", "dnsPolicy: Unsupported value: \"X\": supported values: \"ClusterFirstWithHostNet\", \"ClusterFirst\", \"Default\", \"None\"")]
    [InlineData("\"subdomain\": \"a.b\"", "subdomain: Invalid value: \"a.b\": must not contain dots")]
    public void Pod_fields_are_checked_where_an_executor_reads_them(string pod, string error)
    {
        Assert.Equal([$"{Field}.{error}"], Admit.Errors(Admit.Read("", pod: pod)));
    }

    [Fact]
    public void Bad_template_labels_are_reported_without_the_word_metadata()
    {
        string[] errors = Admit.Errors(Admit.Read("", templateMetadata: "\"labels\": {\"a\": \"no good\"}"));

        Assert.Contains(errors, error => error.StartsWith("spec.template.labels: Invalid value: \"no good\"", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.StartsWith("metadata.labels: Invalid value: \"no good\"", StringComparison.Ordinal));
    }
}

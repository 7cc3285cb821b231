namespace BatchJobs.Core.Tests.Validation;

public class JobSpecRulesTests
{
    [Theory]
    [InlineData("parallelism")]
    [InlineData("completions")]
    [InlineData("activeDeadlineSeconds")]
    [InlineData("backoffLimit")]
    [InlineData("ttlSecondsAfterFinished")]
    public void No_number_is_negative(string field)
    {
        Assert.Equal([$"spec.{field}: Invalid value: -1: must be greater than or equal to 0"], Admit.Errors($"\"{field}\": -1"));
    }

    [Theory]
    [InlineData("\"activeDeadlineSeconds\": 0")]
    [InlineData("\"completions\": 0")]
    [InlineData("\"parallelism\": 0")]
    [InlineData("\"ttlSecondsAfterFinished\": 0")]
    public void Zero_is_allowed(string spec)
    {
        Assert.Empty(Admit.Errors(spec));
    }

    [Theory]
    [InlineData("\"completionMode\": \"Bogus\"", "spec.completionMode: Unsupported value: \"Bogus\": supported values: \"NonIndexed\", \"Indexed\"")]
    [InlineData("\"completionMode\": \"Indexed\", \"parallelism\": 1", "spec.completions: Required value: when completion mode is Indexed")]
    [InlineData("\"completionMode\": \"Indexed\", \"completions\": 1, \"parallelism\": 100001", "spec.parallelism: Invalid value: 100001: must be less than or equal to 100000 when completion mode is Indexed")]
    [InlineData("\"completionMode\": \"Indexed\", \"completions\": 1, \"backoffLimitPerIndex\": 0, \"maxFailedIndexes\": 2", "spec.maxFailedIndexes: Invalid value: 2: must be less than or equal to completions")]
    [InlineData("\"completionMode\": \"Indexed\", \"completions\": 1, \"maxFailedIndexes\": 1", "spec.backoffLimitPerIndex: Required value: when maxFailedIndexes is specified")]
    [InlineData("\"completionMode\": \"Indexed\", \"completions\": 100001, \"backoffLimitPerIndex\": 0", "spec.maxFailedIndexes: Required value: must be specified when completions is above 100000")]
    [InlineData("\"backoffLimitPerIndex\": 1", "spec.backoffLimitPerIndex: Invalid value: 1: requires indexed completion mode")]
    public void Limits_fit_the_completion_mode(string spec, string error)
    {
        Assert.Equal([error], Admit.Errors(spec));
    }

    [Theory]
    [InlineData("")]
    [InlineData("noslash")]
    [InlineData("/x")]
    [InlineData("x/")]
    [InlineData("Bad_/x")]
    [InlineData("a.io/with blank")]
    [InlineData("a.io/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    public void A_controller_is_named_by_a_domain_and_a_path(string managedBy)
    {
        string error = Assert.Single(Admit.Errors($"\"managedBy\": \"{managedBy}\""));

        Assert.StartsWith("spec.managedBy: ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"podReplacementPolicy\": \"Bogus\"", "\"Failed\", \"TerminatingOrFailed\"")]
    [InlineData("\"podReplacementPolicy\": \"TerminatingOrFailed\", \"podFailurePolicy\": {}", "\"Failed\"")]
    public void A_pod_failure_policy_leaves_one_replacement_policy(string spec, string supported)
    {
        string error = Assert.Single(Admit.Errors(spec));

        Assert.EndsWith($"supported values: {supported}", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Always", new[] { "spec.template.spec.restartPolicy: Required value: valid values: \"OnFailure\", \"Never\"" })]
    [InlineData("Bogus", new[]
    {
        "spec.template.spec.restartPolicy: Unsupported value: \"Bogus\": supported values: \"Always\", \"OnFailure\", \"Never\"",
        "spec.template.spec.restartPolicy: Unsupported value: \"Bogus\": supported values: \"OnFailure\", \"Never\"",
    })]
    public void Pods_of_a_Job_must_be_able_to_end(string policy, string[] errors)
    {
        Assert.Equal(errors, Admit.Errors(Admit.Read("", pod: $"\"restartPolicy\": \"{policy}\"")));
    }

    [Theory]
    [InlineData("j", "\"completions\": 5", true)]
    [InlineData("a.b", "\"completions\": 5", true)]
    [InlineData("a.b", "\"completions\": 5, \"completionMode\": \"Indexed\"", false)]
    [InlineData("a.b", "\"completions\": 0, \"completionMode\": \"Indexed\"", true)]
    public void Pods_with_an_index_need_a_host_name(string name, string spec, bool valid)
    {
        Assert.Equal(valid, Admit.Errors(Admit.Read(spec, $"\"name\": \"{name}\"")).Length == 0);
    }

    [Fact]
    public void All_errors_are_reported_at_once_in_the_order_of_the_server()
    {
        Assert.Equal(
            [
                "spec.parallelism: Invalid value: -2: must be greater than or equal to 0",
                "spec.backoffLimit: Invalid value: -1: must be greater than or equal to 0",
                "spec.completionMode: Unsupported value: \"X\": supported values: \"NonIndexed\", \"Indexed\"",
            ],
            Admit.Errors("\"completionMode\": \"X\", \"backoffLimit\": -1, \"parallelism\": -2"));
    }
}

using BatchJobs.Manifests;
using BatchJobs.Specs;

namespace BatchJobs.Core.Tests.Validation;

public class StatusRulesTests
{
    private const string Complete = "{\"type\": \"SuccessCriteriaMet\", \"status\": \"True\"}, {\"type\": \"Complete\", \"status\": \"True\"}";
    private const string Failed = "{\"type\": \"FailureTarget\", \"status\": \"True\"}, {\"type\": \"Failed\", \"status\": \"True\"}";
    private const string Times = "\"startTime\": \"2025-01-01T00:00:00Z\", \"completionTime\": \"2025-01-01T00:10:00Z\"";

    [Theory]
    [InlineData($"{Times}, \"conditions\": [{Complete}]")]
    [InlineData($"\"startTime\": \"2025-01-01T00:00:00Z\", \"conditions\": [{Failed}]")]
    [InlineData("\"active\": 1, \"ready\": 1, \"terminating\": 1")]
    public void A_status_that_a_controller_writes_is_valid(string status)
    {
        Assert.Empty(Errors("", "", status));
    }

    [Theory]
    // counters
    [InlineData("", "", "\"active\": -1", "status.active: Invalid value: -1: must be greater than or equal to 0")]
    [InlineData("", "", "\"active\": 1, \"ready\": 2", "status.ready: Invalid value: 2: cannot set more ready pods than active")]
    [InlineData("", "\"failed\": 2", "\"failed\": 1", "status.failed: Invalid value: 1: cannot decrease the failed counter")]
    [InlineData("", "\"succeeded\": 2", "\"succeeded\": 1", "status.succeeded: Invalid value: 1: cannot decrease the succeeded counter")]
    [InlineData("", "", "\"uncountedTerminatedPods\": {\"failed\": [\"u\", \"u\"]}", "status.uncountedTerminatedPods.failed[1]: Duplicate value: \"u\"")]
    // ends
    [InlineData("", "", $"{Times}, \"conditions\": [{Complete}], \"active\": 1", "status.active: Invalid value: 1: active>0 is invalid for finished job")]
    [InlineData("", "", $"\"startTime\": \"2025-01-01T00:00:00Z\", \"conditions\": [{Complete}]", "status.completionTime: Required value: completionTime is required for Complete jobs")]
    [InlineData("", "", Times, "status.completionTime: Invalid value: \"2025-01-01T00:10:00Z\": cannot set completionTime when there is no Complete=True condition")]
    [InlineData("", "", $"\"completionTime\": \"2025-01-01T00:10:00Z\", \"conditions\": [{Complete}]", "status.startTime: Required value: startTime is required for finished job")]
    [InlineData("", "", "\"startTime\": \"2025-01-01T00:00:00Z\", \"conditions\": [{\"type\": \"Failed\", \"status\": \"True\"}]", "status.conditions: Invalid value: cannot set Failed=True condition without the FailureTarget=true condition")]
    // ends are final
    [InlineData("", $"\"startTime\": \"2025-01-01T00:00:00Z\", \"conditions\": [{Failed}]", "\"conditions\": [{\"type\": \"Failed\", \"status\": \"True\"}]", "status.conditions: Invalid value: cannot disable the terminal FailureTarget=True condition")]
    [InlineData("", "\"startTime\": \"2025-01-01T00:00:00Z\"", "\"startTime\": \"2025-01-01T00:00:01Z\"", "status.startTime: Invalid value: \"2025-01-01T00:00:01Z\": field is immutable for unsuspended job once set")]
    // indexes
    [InlineData("", "", "\"completedIndexes\": \"0\"", "status.completedIndexes: Invalid value: \"0\": cannot set non-empty completedIndexes when non-indexed completion mode")]
    [InlineData("\"completionMode\": \"Indexed\", \"completions\": 3", "", "\"completedIndexes\": \"3\"", "status.completedIndexes: Invalid value: \"3\": error parsing completedIndexes: too large index: \"3\"")]
    [InlineData("\"completionMode\": \"Indexed\", \"completions\": 3, \"backoffLimitPerIndex\": 0", "", "\"completedIndexes\": \"0-1\", \"failedIndexes\": \"1,2\"", "status.failedIndexes: Invalid value: \"1,2\": failedIndexes and completedIndexes overlap at index: 1")]
    public void A_status_that_contradicts_itself_or_its_past_is_refused(string spec, string before, string after, string error)
    {
        Assert.Equal([error], Errors(spec, before, after));
    }

    [Fact]
    public void An_elastic_Job_may_lose_successes()
    {
        Assert.Empty(Errors("\"completionMode\": \"Indexed\", \"completions\": 3, \"parallelism\": 3", "\"succeeded\": 2", "\"succeeded\": 1"));
    }

    private static string[] Errors(string spec, string before, string after)
    {
        Job job = ManifestPatch.ApplyToStatus(Admit.Create(spec), $"{{\"status\": {{{before}}}}}").ThrowIfRefused();
        return [.. ManifestPatch.ApplyToStatus(job, $"{{\"status\": {{{after}}}}}").Errors.Select(error => error.ToString())];
    }
}

using BatchJobs.Core.Tests.Validation;

namespace BatchJobs.Core.Tests.Cron;

public class CronJobRulesTests
{
    [Theory]
    [InlineData("\"schedule\": \"\"", "spec.schedule: Required value")]
    [InlineData("\"schedule\": \"x\"", "spec.schedule: Invalid value: \"x\": expected exactly 5 fields, found 1: [x]")]
    [InlineData("\"schedule\": \"TZ=UTC * * * * *\"", "spec.schedule: Invalid value: \"TZ=UTC * * * * *\": cannot use TZ or CRON_TZ in schedule, use timeZone field instead")]
    [InlineData("\"timeZone\": \"\"", "spec.timeZone: Invalid value: \"\": timeZone must be nil or non-empty string")]
    [InlineData("\"timeZone\": \"Foo/Bar\"", "spec.timeZone: Invalid value: \"Foo/Bar\": unknown time zone Foo/Bar")]
    [InlineData("\"startingDeadlineSeconds\": -1", "spec.startingDeadlineSeconds: Invalid value: -1: must be greater than or equal to 0")]
    [InlineData("\"concurrencyPolicy\": \"X\"", "spec.concurrencyPolicy: Unsupported value: \"X\": supported values: \"Allow\", \"Forbid\", \"Replace\"")]
    [InlineData("\"failedJobsHistoryLimit\": -1", "spec.failedJobsHistoryLimit: Invalid value: -1: must be greater than or equal to 0")]
    public void A_CronJob_says_when_and_how(string member, string error)
    {
        Assert.Equal([error], Admit.CronErrors(member));
    }

    [Theory]
    [InlineData("\"selector\": {}", "spec.jobTemplate.spec.selector: Invalid value: {}: `selector` will be auto-generated")]
    [InlineData("\"manualSelector\": true", "spec.jobTemplate.spec.manualSelector: Unsupported value: true: supported values: \"nil\", \"false\"")]
    [InlineData("\"completionMode\": \"Indexed\"", "spec.jobTemplate.spec.completions: Required value: when completion mode is Indexed")]
    public void The_Job_of_a_CronJob_has_no_selector_and_no_defaults(string member, string error)
    {
        const string Pod = "\"template\": {\"spec\": {\"restartPolicy\": \"Never\", \"containers\": [{\"name\": \"main\", \"image\": \"i\"}]}}";

        Assert.Equal([error], Admit.CronErrors($"\"jobTemplate\": {{\"spec\": {{{Pod}, {member}}}}}"));
    }
}

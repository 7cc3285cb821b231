using BatchJobs.Manifests;
using BatchJobs.Validation;

namespace BatchJobs.Core.Tests.Manifests;

public class ManifestReaderTests
{
    private const string Start = "{\"apiVersion\": \"batch/v1\", \"kind\": \"Job\", \"metadata\": {\"name\": \"j\"}, ";

    [Theory]
    // not JSON
    [InlineData("", "unexpected end of JSON input", 1, 1)]
    [InlineData("{", "unexpected end of JSON input", 1, 2)]
    [InlineData("{\n  \"a\": tru\n}", "invalid character '\\n' in literal true (expecting 'e')", 2, 11)]
    [InlineData("{\"a\": 01}", "invalid character '1' after object key:value pair", 1, 8)]
    [InlineData("{\"a\": 1,}", "invalid character '}' looking for beginning of object key string", 1, 9)]
    [InlineData("{\"ä\" 1}", "invalid character '1' after object key", 1, 6)]
    [InlineData("{}x", "invalid character 'x' after top-level value", 1, 3)]
    [InlineData("apiVersion: batch/v1", "invalid character 'a' looking for beginning of value", 1, 1)]
    [InlineData("\ufeff{}", "the text begins with a byte order mark, which JSON does not allow", 1, 1)]
    [InlineData("\0\u0001\u0002", "invalid character '\\x00' looking for beginning of value", 1, 1)]
    // another object
    [InlineData("{\"kind\": \"Pod\"}", "no kind \"Pod\" is registered for version \"batch/v1\" in scheme \"k8s.io/kubernetes/pkg/api/legacyscheme/scheme.go:30\"", 1, 2)]
    // fields
    [InlineData(Start + "\n\"bogus\": 1}", "unknown field \"bogus\"", 2, 1)]
    [InlineData(Start + "\"spec\": {\"Parallelism\": 1}}", "unknown field \"spec.Parallelism\"", 1, 79)]
    [InlineData(Start + "\"spec\": {\n\"parallelism\": 1,\n\"parallelism\": 2}}", "duplicate field \"spec.parallelism\"", 3, 1)]
    [InlineData(Start + "\"spec\": {\"template\": {\"spec\": {\"containers\": [{},\n{\"nam\": 1}]}}}}", "unknown field \"spec.template.spec.containers[1].nam\"", 2, 2)]
    [InlineData(Start + "\"spec\": {\"template\": {\"spec\": {\"tolerations\": [{\"bogus\": 1}]}}}}", "unknown field \"spec.template.spec.tolerations[0].bogus\"", 1, 118)]
    // types
    [InlineData(Start + "\"spec\": {\n\"parallelism\": \"1\"}}", "json: cannot unmarshal string into Go struct field JobSpec.spec.parallelism of type int32", 2, 16)]
    [InlineData(Start + "\"spec\": {\"parallelism\": 2147483648}}", "json: cannot unmarshal number 2147483648 into Go struct field JobSpec.spec.parallelism of type int32", 1, 94)]
    [InlineData(Start + "\"spec\": {\"template\": {\"spec\": {\"containers\": [{\"env\": [{\"value\": 1}]}]}}}}", "json: cannot unmarshal number into Go struct field EnvVar.spec.template.spec.containers.env.value of type string", 1, 135)]
    public void What_cannot_be_read_is_named_with_its_place(string text, string message, int line, int column)
    {
        ManifestResult result = ManifestReader.ReadJson(text);

        Assert.False(result.Succeeded);
        Assert.Equal((message, new ManifestPosition(line, column)), (result.Errors[0].Message, result.Errors[0].Position));
    }

    [Theory]
    // another name
    [InlineData("{\"spec\": {\"paralelism\": 1}}", "did you mean parallelism?")]
    [InlineData("{\"spec\": {\"Parallelism\": 1}}", "did you mean parallelism?")]
    [InlineData("{\"metadata\": {\"nmae\": \"x\"}}", "did you mean name?")]
    [InlineData("{\"spec\": {\"template\": {\"spec\": {\"container\": []}}}}", "did you mean containers?")]
    [InlineData("{\"spec\": {\"template\": {\"spec\": {\"containers\": [{\"comand\": []}]}}}}", "did you mean command?")]
    [InlineData("{\"bogus\": 1}", null)]
    // another place
    [InlineData("{\"containers\": []}", "containers belongs to spec.template.spec")]
    [InlineData("{\"spec\": {\"containers\": []}}", "containers belongs to spec.template.spec")]
    [InlineData("{\"metadata\": {\"spec\": {}}}", "spec belongs to the top level of the manifest")]
    [InlineData("{\"name\": \"x\"}", "name belongs to metadata")]
    [InlineData("{\"spec\": {\"name\": \"x\"}}", "name belongs to metadata")]
    [InlineData("{\"spec\": {\"template\": {\"spec\": {\"backofflimit\": 1}}}}", "backoffLimit belongs to spec")]
    [InlineData("{\"spec\": {\"template\": {\"spec\": {\"command\": []}}}}", "command belongs to an item of spec.template.spec.containers")]
    [InlineData("{\"spec\": {\"template\": {\"spec\": {\"containers\": [{\"limits\": {}}]}}}}", "limits belongs to resources")]
    [InlineData("{\"kind\": \"CronJob\", \"spec\": {\"parallelism\": 1}}", "parallelism belongs to spec.jobTemplate.spec")]
    // the kind
    [InlineData("{\"kind\": \"job\"}", "did you mean Job?")]
    [InlineData("{\"kind\": \"cronjob\"}", "did you mean CronJob?")]
    [InlineData("{\"kind\": \"Job\", \"apiVersion\": \"v1\"}", "write apiVersion: batch/v1")]
    [InlineData("{\"apiVersion\": \"v1\"}", "write apiVersion: batch/v1 and kind: Job")]
    [InlineData("{\"kind\": \"Pod\", \"apiVersion\": \"v1\"}", "give a Job or a CronJob of batch/v1, a pod as the template of a Job")]
    public void What_was_probably_meant_is_suggested(string text, string? suggestion)
    {
        ManifestError error = Assert.Single(ManifestReader.ReadJson(text).Errors);

        Assert.Equal(suggestion, error.Suggestion);
        Assert.EndsWith(suggestion is null ? error.Message : $"; {suggestion}", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"completions\": \"many\"", "spec.completions: must be a whole number, not the text \"many\"", null)]
    [InlineData("\"completions\": \"3\"", "spec.completions: must be a whole number, not the text \"3\"", "write 3 without quotes")]
    [InlineData("\"completions\": 1.5", "spec.completions: must be a whole number, not the number 1.5", null)]
    [InlineData("\"completions\": 2147483648", "spec.completions: must be a whole number from -2147483648 to 2147483647, not the number 2147483648", null)]
    [InlineData("\"suspend\": \"yes\"", "spec.suspend: must be true or false, not the text \"yes\"", "write true, without quotes")]
    [InlineData("\"completionMode\": true", "spec.completionMode: must be a text, not true", "put it in quotes: \"true\"")]
    [InlineData("\"template\": []", "spec.template: must be an object with fields, not a list", null)]
    [InlineData("\"template\": {\"spec\": {\"containers\": {}}}", "spec.template.spec.containers: must be a list, not an object", "begin each item with a hyphen")]
    [InlineData("\"template\": {\"spec\": {\"containers\": {\"name\": \"a\", \"image\": \"i\"}}}", "spec.template.spec.containers: must be a list, not an object", "begin each item with a hyphen, the first before name")]
    [InlineData("\"template\": [{\"spec\": {}}]", "spec.template: must be an object with fields, not a list", "leave out the hyphen")]
    [InlineData("\"template\": {\"spec\": {\"containers\": [{\"command\": \"echo hi\"}]}}", "spec.template.spec.containers[0].command: must be a list, not the text \"echo hi\"", "write [\"echo\", \"hi\"]")]
    [InlineData("\"template\": {\"spec\": {\"containers\": [{\"resources\": {\"limits\": {\"cpu\": \"lots\"}}}]}}", "spec.template.spec.containers[0].resources.limits.cpu: must be a quantity such as 500m, 2 or 1Gi, not the text \"lots\"", null)]
    public void A_value_of_the_wrong_type_is_told_in_plain_words_too(string field, string message, string? suggestion)
    {
        ManifestError error = Assert.Single(ManifestReader.ReadJson($"{{\"spec\": {{{field}}}}}").Errors);

        Assert.Equal((message, suggestion), (error.PlainMessage, error.Suggestion));
    }

    [Theory]
    [InlineData("{\"apiVersion\": 1}", "apiVersion: must be a text, not the number 1")]
    [InlineData("\"hello\"", "a manifest is an object with apiVersion: batch/v1 and kind: Job or CronJob, not the text \"hello\"")]
    [InlineData("{\"kind\": \"job\"}", "no kind \"job\" is registered for version \"batch/v1\"")]
    public void What_is_no_Job_is_told_in_plain_words_too(string text, string message)
    {
        Assert.Equal(message, Assert.Single(ManifestReader.ReadJson(text).Errors).PlainMessage);
    }

    [Fact]
    public void Every_error_is_reported_though_the_server_reports_only_the_first_wrong_type()
    {
        ManifestResult result = ManifestReader.ReadJson("{\"metadata\": {\"name\": 5, \"who\": 1}, \"spec\": {\"parallelism\": true}}");

        Assert.Equal("Job in version \"v1\" cannot be handled as a Job: json: cannot unmarshal number into Go struct field ObjectMeta.metadata.name of type string", result.Message);
        Assert.Equal(["metadata.name", "spec.parallelism", "metadata.who"], result.Errors.Select(error => error.Field));
    }

    [Fact]
    public void Whoever_throws_for_a_manifest_says_where_and_what_was_probably_meant()
    {
        var refused = Assert.Throws<InvalidObjectException>(ManifestReader.ReadJson("{\"spec\": {\"paralelism\": 1}}").ThrowIfFailed);
        var unknown = Assert.Throws<InvalidObjectException>(ManifestReader.ReadJson("{\"bogus\": 1}").ThrowIfFailed);

        Assert.EndsWith("strict decoding error: unknown field \"spec.paralelism\" (line 1, column 11: did you mean parallelism?)", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("unknown field \"bogus\" (line 1, column 2)", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_fields_can_be_ignored()
    {
        Assert.True(ManifestReader.ReadJson("{\"bogus\": 1}", new ManifestReaderOptions { Strict = false }).Succeeded);
    }

    [Fact]
    public void A_text_of_a_hundred_megabytes_is_refused_unread()
    {
        ManifestResult result = ManifestReader.ReadJson(new string(' ', 100_000_000));

        Assert.Equal("the manifest is longer than 4194304 bytes", result.Message);
    }

    [Fact]
    public void A_text_of_brackets_alone_is_refused()
    {
        Assert.Contains("exceeded max depth", ManifestReader.ReadJson(new string('[', 1_000_000)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_line_is_read_in_one_go()
    {
        string args = string.Concat(Enumerable.Repeat("\"a\",", 800_000));

        ManifestResult result = ManifestReader.ReadJson($"{{\"spec\": {{\"template\": {{\"spec\": {{\"containers\": [{{\"args\": [{args}5]}}]}}}}}}}}");

        Assert.Equal("spec.template.spec.containers[0].args[800000]", Assert.Single(result.Errors).Field);
        Assert.Equal(new ManifestPosition(1, 3_200_058), result.Errors[0].Position);
    }

    [Theory]
    [InlineData("{\"kind\": \"CronJob\"}", ManifestKind.CronJob)]
    [InlineData("{}", ManifestKind.Job)]
    public void The_manifest_says_what_it_is(string text, ManifestKind kind)
    {
        Assert.Equal(kind, ManifestReader.ReadJson(text).Kind);
    }

    [Fact]
    public void Fields_can_be_found_in_the_text_afterwards()
    {
        ManifestResult result = ManifestReader.ReadJson("{\n \"spec\": {\n  \"template\": {\n   \"spec\": {\"containers\": [{},\n {\"name\": \"x\"}]}}}}");

        Assert.Equal(new ManifestPosition(5, 3), result.Locate("spec.template.spec.containers[1].name"));
        Assert.Equal(new ManifestPosition(5, 2), result.Locate("spec.template.spec.containers[1].image"));
        Assert.Equal(new ManifestPosition(2, 2), result.Locate("spec.parallelism"));
    }

    [Theory]
    [InlineData("2025-01-01T00:00:00Z", true)]
    [InlineData("2025-01-01T02:00:00+02:00", true)]
    [InlineData("2025-01-01T00:00:00.123456789Z", true)]
    [InlineData("2025-01-01 00:00:00", false)]
    [InlineData("2025-01-01T00:00:00", false)]
    [InlineData("2025-13-01T00:00:00Z", false)]
    [InlineData("now", false)]
    public void Times_are_whole_seconds_in_UTC(string text, bool valid)
    {
        ManifestResult result = ManifestReader.ReadJson($"{{\"status\": {{\"startTime\": \"{text}\"}}}}");

        Assert.Equal(valid, result.Succeeded);
        Assert.Equal(valid ? "2025-01-01T00:00:00Z" : null, result.Job?.Status?.StartTime?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture));
    }
}

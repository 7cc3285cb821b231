using System.Text.Json;
using BatchJobs.Cli.Tests.Support;

namespace BatchJobs.Cli.Tests.Commands;

public class ValidateTests
{
    private const string CronJob = """
        apiVersion: batch/v1
        kind: CronJob
        metadata:
          name: nightly
        spec:
          schedule: "61 * * * *"
          jobTemplate:
            spec:
              template:
                spec:
                  restartPolicy: Never
                  containers:
                  - name: worker
                    image: busybox
        """;

    [Fact]
    public async Task A_valid_manifest_is_said_to_be_valid()
    {
        CommandResult result = (await CommandRun.RunAsync("validate", "-f", "samples/manifests/example-job.yaml")).Exited(0);

        Assert.Equal(["job.batch/example-job is valid"], result.Output);
        Assert.Empty(result.ErrorText);
    }

    [Fact]
    public async Task Every_mistake_is_named_with_line_column_and_field()
    {
        string manifest = ShellJob.Manifest("two-mistakes", "true", "completions: -1\nbackoffLimit: -2");

        CommandResult result = (await CommandRun.RunWithInputAsync(manifest, "validate", "-f", "-")).Exited(2);

        Assert.Equal(
        [
            "error: standard input:6:3: spec.completions: Invalid value: -1: must be greater than or equal to 0",
            "error: standard input:7:3: spec.backoffLimit: Invalid value: -2: must be greater than or equal to 0",
        ], result.Error);
    }

    [Fact]
    public async Task Of_two_answers_to_a_wrong_word_the_one_that_holds_is_given()
    {
        string manifest = ShellJob.Manifest("wrong", "true").Replace("restartPolicy: Never", "restartPolicy: never", StringComparison.Ordinal);

        CommandResult result = (await CommandRun.RunWithInputAsync(manifest, "validate", "-f", "-")).Exited(2);

        Assert.Equal(
            ["error: standard input:10:7: spec.template.spec.restartPolicy: Unsupported value: \"never\": supported values: \"OnFailure\", \"Never\"; did you mean Never?"],
            result.Error);
    }

    [Theory]
    [InlineData("batchjobs/catch-up: all", "metadata.annotations[batchjobs/catch-up]: Invalid value: \"all\": must be the number of missed runs to make up for, from 1 to 1000")]
    [InlineData("batchjobs/catch-up: \"1001\"", "metadata.annotations[batchjobs/catch-up]: Invalid value: \"1001\": must be the number of missed runs to make up for, from 1 to 1000")]
    [InlineData("batchjobs/catch-up: \"3\"", null)]
    public async Task An_annotation_the_engine_could_not_read_is_a_mistake_of_a_CronJob(string annotation, string? mistake)
    {
        string manifest = CronJob.Replace("61 * * * *", "@daily", StringComparison.Ordinal).Replace("  name: nightly", $"  name: nightly\n  annotations:\n    {annotation}", StringComparison.Ordinal);

        CommandResult result = (await CommandRun.RunWithInputAsync(manifest, "validate", "-f", "-")).Exited(mistake is null ? 0 : 2);

        Assert.Equal(mistake is null ? [] : [$"error: standard input:6:5: {mistake}"], result.Error);
    }

    [Fact]
    public async Task An_annotation_the_engine_could_not_read_is_a_mistake_of_a_Job()
    {
        string manifest = ShellJob.Manifest("noted\n  annotations:\n    batchjobs/pod-failure-backoff: initial=soon", "true");

        CommandResult result = (await CommandRun.RunWithInputAsync(manifest, "validate", "-f", "-")).Exited(2);

        Assert.Equal(["error: standard input:6:5: metadata.annotations[batchjobs/pod-failure-backoff]: Invalid value: \"initial=soon\": time: invalid duration \"soon\""], result.Error);
    }

    [Theory]
    [InlineData("odd.name", 0, "warning: standard input: metadata.name: this is used in Pod names and hostnames; better use lower case letters, digits and - alone, at most 63")]
    [InlineData("", 2, "error: standard input:4:3: metadata.name: Required value: name or generateName is required")]
    public async Task A_name_is_complained_about_once_and_in_short(string name, int exitCode, string complaint)
    {
        CommandResult result = (await CommandRun.RunWithInputAsync(ShellJob.Manifest(name, "true"), "validate", "-f", "-")).Exited(exitCode);

        Assert.Equal([complaint], result.Error);
    }

    [Fact]
    public async Task What_was_probably_meant_is_told_in_JSON_too()
    {
        string manifests = $"{ShellJob.Manifest("misspelt", "true", "paralelism: 1")}---\n{CronJob.Replace("61 * * * *", "@dayly", StringComparison.Ordinal)}";

        CommandResult result = (await CommandRun.RunWithInputAsync(manifests, "validate", "-f", "-", "--output", "json")).Exited(2);

        Assert.Equal(
            ["spec.paralelism did you mean parallelism?", "spec.schedule did you mean @daily?"],
            result.Output.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("suggestions")[0]).Select(hint => $"{hint.GetProperty("field")} {hint.GetProperty("suggestion")}"));
    }

    [Fact]
    public async Task Each_document_gets_one_JSON_object_on_a_line_of_its_own()
    {
        string manifests = $"{ShellJob.Manifest("good", "true")}---\n{ShellJob.Manifest("bad", "true", "parallelism: -1")}---\n{CronJob}";

        CommandResult result = (await CommandRun.RunWithInputAsync(manifests, "validate", "-f", "-", "--output", "json")).Exited(2);

        List<JsonElement> documents = [.. result.Output.Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(["good", "bad", "nightly"], documents.Select(document => document.GetProperty("name").GetString()));
        Assert.Equal([true, false, false], documents.Select(document => document.GetProperty("accepted").GetBoolean()));
        Assert.Equal(0, documents[0].GetProperty("causes").GetArrayLength());
        Assert.Equal(6, documents[0].GetProperty("defaulted").GetProperty("spec").GetProperty("backoffLimit").GetInt32());
        JsonElement cause = Assert.Single(documents[1].GetProperty("causes").EnumerateArray());
        Assert.Equal("spec.parallelism", cause.GetProperty("field").GetString());
        Assert.Equal("FieldValueInvalid", cause.GetProperty("reason").GetString());
        Assert.Equal("Invalid value: -1: must be greater than or equal to 0", cause.GetProperty("message").GetString());
        Assert.Equal("spec.schedule", documents[2].GetProperty("causes")[0].GetProperty("field").GetString());
        Assert.False(documents[1].TryGetProperty("defaulted", out _));
    }

    [Fact]
    public async Task What_is_no_object_at_all_is_rejected_in_JSON_too()
    {
        CommandResult result = (await CommandRun.RunWithInputAsync("kind: Pod\napiVersion: v1\n", "validate", "-f", "-", "-o", "json")).Exited(2);

        JsonElement document = JsonDocument.Parse(Assert.Single(result.Output)).RootElement;
        Assert.False(document.GetProperty("accepted").GetBoolean());
        Assert.Contains("Pod", document.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_samples_are_valid()
    {
        foreach (string manifest in Directory.GetFiles(Repository.File("samples/manifests"), "*.yaml"))
        {
            (await CommandRun.RunAsync("validate", "-f", manifest)).Exited(0);
        }
    }

    [Fact]
    public async Task A_replacement_is_judged_by_what_may_change()
    {
        using TemporaryFolder folder = new();
        JsonElement stored = await StoredAsync(ShellJob.Manifest("grow", "true", "completions: 3"));
        string now = folder.Write("now.json", stored.GetRawText());
        string wider = folder.Write("wider.json", stored.GetRawText().Replace("\"parallelism\":1", "\"parallelism\":2", StringComparison.Ordinal));
        string longer = folder.Write("longer.json", stored.GetRawText().Replace("\"completions\":3", "\"completions\":4", StringComparison.Ordinal));

        (await CommandRun.RunAsync("validate", "-f", wider, "--old", now)).Exited(0);
        CommandResult refused = (await CommandRun.RunAsync("validate", "-f", longer, "--old", now)).Exited(2);

        Assert.Contains("spec.completions: Invalid value: 4: field is immutable", Assert.Single(refused.Error), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replacement_of_nothing_is_refused()
    {
        using TemporaryFolder folder = new();
        string now = folder.Write("now.yaml", ShellJob.Manifest("other", "true"));

        CommandResult result = (await CommandRun.RunWithInputAsync(ShellJob.Manifest("mine", "true"), "validate", "-f", "-", "--old", now)).Exited(2);

        Assert.Contains("has no Job \"mine\" that could be replaced", result.ErrorText, StringComparison.Ordinal);
    }

    private static async Task<JsonElement> StoredAsync(string manifest)
    {
        CommandResult result = (await CommandRun.RunWithInputAsync(manifest, "validate", "-f", "-", "-o", "json")).Exited(0);
        return JsonDocument.Parse(Assert.Single(result.Output)).RootElement.GetProperty("defaulted");
    }
}

using System.Diagnostics;
using System.Text.Json.Nodes;
using BatchJobs.Cli.Tests.Support;

namespace BatchJobs.Cli.Tests.Stores;

/// <summary>Commands on a store that nobody has open.</summary>
public sealed class UnservedStoreTests : IAsyncDisposable
{
    private readonly StoreBench bench = new();

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task What_becomes_of_one_keeps_the_others_from_nothing()
    {
        await bench.CreateAsync("one", "true");
        string both = bench.Write("both.yaml", ShellJob.Manifest("one", "true") + "\n---\n" + ShellJob.Manifest("two", "true"));

        CommandResult created = (await bench.RunAsync("create", "-f", both)).Exited(1);
        CommandResult deleted = (await bench.RunAsync("delete", "none", "two")).Exited(1);

        Assert.Equal(("job.batch/two created", "job.batch \"two\" deleted"), (created.OutputText, deleted.OutputText));
        Assert.Contains("\"one\" already exists", created.ErrorText, StringComparison.Ordinal);
        Assert.Contains("\"none\" not found", deleted.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_created_while_nobody_runs_it_can_be_changed_and_runs_later()
    {
        await bench.CreateAsync("later", "echo ran");
        Assert.Equal("job.batch/later suspended", (await bench.RunAsync("suspend", "later")).Exited(0).OutputText);
        Assert.Contains("Somebody to resume the Job", (await bench.RunAsync("explain", "later")).Exited(0).OutputText, StringComparison.Ordinal);
        Assert.Equal("job.batch/later resumed", (await bench.RunAsync("resume", "--all")).Exited(0).OutputText);
        Assert.Equal("No resources found in default namespace.", (await bench.RunAsync("get", "pods")).Exited(0).ErrorText);
        Assert.Contains("An engine to look at the Job", (await bench.RunAsync("describe", "later")).Exited(0).OutputText, StringComparison.Ordinal);

        await bench.ServeAsync();
        (await bench.RunAsync("wait", "later", "--for", "complete", "--timeout", "90s")).Exited(0);
    }

    [Fact]
    public async Task What_an_engine_has_left_is_shown_from_the_file()
    {
        await bench.ServeAsync();
        await bench.CreateAsync("bad", "echo no luck; exit 3");
        (await bench.RunAsync("wait", "bad", "--for", "failed", "--timeout", "90s")).Exited(0);
        (await bench.StopAsync()).Exited(0);

        Assert.Equal("no luck", (await bench.RunAsync("logs", "bad")).Exited(0).OutputText);
        Assert.Contains("BackoffLimitExceeded", (await bench.RunAsync("describe", "bad")).Exited(0).OutputText, StringComparison.Ordinal);
        Assert.Contains("BackoffLimitExceeded", (await bench.RunAsync("events")).Exited(0).OutputText, StringComparison.Ordinal);
        string[] reasons = [.. (await bench.RunAsync("events", "bad", "-o", "json")).Exited(0).Output.Select(line => (string)JsonNode.Parse(line)!["reason"]!)];
        Assert.Equal(["SuccessfulCreate", "BackoffLimitExceeded"], reasons);
        JsonNode explained = JsonNode.Parse((await bench.RunAsync("explain", "bad", "-o", "json")).Exited(0).OutputText)!;
        Assert.Equal("bad", (string?)explained["job"]);
        Assert.Matches(@"(?m)^default +bad +Failed +0/1 .* 0 +1$", (await bench.RunAsync("top")).Exited(0).OutputText);
    }

    [Theory]
    [InlineData("logs", "no luck")]
    [InlineData("describe", "BackoffLimitExceeded")]
    [InlineData("events", "BackoffLimitExceeded")]
    [InlineData("explain", "job.batch/bad")]
    [InlineData("wait", "condition met")]
    public async Task One_that_is_missing_hides_nothing_of_the_others(string verb, string shown)
    {
        await bench.ServeAsync();
        await bench.CreateAsync("bad", "echo no luck; exit 3");
        (await bench.RunAsync("wait", "bad", "--for", "failed", "--timeout", "90s")).Exited(0);
        (await bench.StopAsync()).Exited(0);

        CommandResult found = (await bench.RunAsync(verb, "none", "bad")).Exited(1);

        Assert.Contains("\"none\" not found", found.ErrorText, StringComparison.Ordinal);
        Assert.Contains(shown, found.OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Objects_are_shown_as_json_and_yaml()
    {
        await bench.CreateAsync("one", "true", "suspend: true");

        JsonNode list = JsonNode.Parse((await bench.RunAsync("get", "jobs", "-A", "-o", "json")).Exited(0).OutputText)!;
        Assert.Equal(("List", "one"), ((string?)list["kind"], (string?)list["items"]![0]!["metadata"]!["name"]));
        JsonNode job = JsonNode.Parse((await bench.RunAsync("get", "job", "one", "-o", "json")).Exited(0).OutputText)!;
        Assert.Equal(("Job", "batch/v1"), ((string?)job["kind"], (string?)job["apiVersion"]));
        Assert.Contains("  name: one", (await bench.RunAsync("get", "job", "one", "-o", "yaml")).Exited(0).Output);
        Assert.Matches("(?m)^one +Suspended +0/1 +.* worker +busybox +batch.kubernetes.io/controller-uid=", (await bench.RunAsync("get", "jobs", "-o", "wide")).Exited(0).OutputText);
    }

    [Fact]
    public async Task Jobs_are_selected_by_labels_as_kubectl_does()
    {
        foreach ((string name, string tier) in (ReadOnlySpan<(string, string)>)[("a", "web"), ("b", "db"), ("c", "web")])
        {
            bench.Write($"{name}.yaml", ShellJob.Manifest(name, "true", "suspend: true").Replace($"  name: {name}\n", $"  name: {name}\n  labels: {{tier: {tier}}}\n", StringComparison.Ordinal));
        }

        foreach (string name in (string[])["a", "b", "c"])
        {
            (await bench.RunAsync("create", "-f", $"{name}.yaml")).Exited(0);
        }

        Assert.Equal(["job.batch/a", "job.batch/c"], (await bench.RunAsync("get", "jobs", "-l", "tier in (web,other),!gone", "-o", "name")).Exited(0).Output);
        Assert.Equal(["job.batch/b"], (await bench.RunAsync("get", "jobs", "-l", "tier!=web", "--field-selector", "metadata.name!=a", "-o", "name")).Exited(0).Output);
        Assert.Equal(["job.batch/a scaled", "job.batch/c scaled"], (await bench.RunAsync("scale", "-l", "tier=web", "--parallelism", "3")).Exited(0).Output);
        Assert.Equal(["job.batch \"a\" deleted", "job.batch \"c\" deleted"], (await bench.RunAsync("delete", "jobs", "-l", "tier=web")).Exited(0).Output);
        Assert.Equal(["job.batch/b"], (await bench.RunAsync("get", "-o", "name")).Exited(0).Output);
    }

    [Theory]
    [InlineData(2, "which store? Give --store FILE, or set BATCHJOBS_STORE", "get", "jobs", "--store", " ")]
    [InlineData(2, "there is no file", "get", "jobs")]
    [InlineData(2, "there is no file", "delete", "x")]
    [InlineData(2, "there is no \"xml\" here; give json, yaml, wide or name", "get", "-o", "xml")]
    [InlineData(2, "give either -f FILE, or job NAME --from cronjob/NAME", "create", "--store", "new.db")]
    [InlineData(2, "there is no \"json\" here; give name", "delete", "x", "-o", "json")]
    [InlineData(2, "see: batchjobs scale --help", "scale", "x")]
    [InlineData(3, "The folder of", "create", "job", "x", "--from", "cronjob/y", "--store", "no/such/folder/jobs.db")]
    public async Task A_wrong_command_line_says_what_to_do_about_it(int exitCode, string named, params string[] arguments) =>
        Assert.Contains(named, (await bench.RunAsync(arguments)).Exited(exitCode).ErrorText, StringComparison.Ordinal);

    [Theory]
    [InlineData(2, "names nothing; write job/NAME", "get", "deployment/x")]
    [InlineData(2, "--selector: \"a b c\" is none of key=value", "get", "jobs", "-l", "a b c")]
    [InlineData(2, "give names, or select with -l", "delete")]
    [InlineData(2, "field label \"spec.magic\" not supported for Job", "get", "jobs", "--field-selector", "spec.magic=1")]
    [InlineData(1, "jobs.batch \"none\" not found", "describe", "none")]
    [InlineData(2, "trigger: give names, or select with -l", "cron", "trigger")]
    [InlineData(2, "trigger: give the names of CronJobs", "cron", "trigger", "job/one")]
    [InlineData(2, "logs: give the name of a Job, pod/NAME, or select Jobs with -l", "logs")]
    [InlineData(2, "describe: give Jobs or CronJobs, not pods; batchjobs get pods shows those", "describe", "pod/one-abcde")]
    [InlineData(1, "cronjobs.batch \"none\" not found", "cron", "trigger", "none")]
    [InlineData(1, "give another name, or delete the old one", "create", "-f", "one.yaml")]
    [InlineData(1, "has not finished yet", "retry-failed", "one")]
    [InlineData(1, "job.batch/one has no such pod; batchjobs describe shows the attempts", "logs", "one", "--attempt", "1")]
    [InlineData(1, "no container of job.batch/one has been restarted", "logs", "one", "--previous")]
    [InlineData(2, "--previous: what a container wrote before its restart is complete; leave out --follow", "logs", "one", "-p", "-f")]
    [InlineData(2, "--attempt: give 1 or more", "logs", "one", "--attempt", "0")]
    [InlineData(2, "--for: \"condition=ready\" is none of complete, failed, finished, delete", "wait", "one", "--for", "condition=ready")]
    [InlineData(2, "wait: give the names of Jobs", "wait", "cronjob/one")]
    [InlineData(2, "give names, or select with -l", "scale", "--parallelism", "2")]
    [InlineData(1, "must be greater than or equal to 0", "scale", "one", "--parallelism", "-1")]
    public async Task What_a_store_can_not_give_is_told(int exitCode, string named, params string[] arguments)
    {
        await bench.CreateAsync("one", "true", "suspend: true");

        Assert.Contains(named, (await bench.RunAsync(arguments)).Exited(exitCode).ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shells_complete_commands_options_and_names()
    {
        await bench.CreateAsync("import-orders", "true", "suspend: true");

        Assert.Equal(["describe"], (await bench.RunAsync("__complete", "14", "batchjobs desc")).Exited(0).Output);
        Assert.Contains("--parallelism", (await bench.RunAsync("__complete", "18", "batchjobs scale --")).Exited(0).Output);
        Assert.Equal(["import-orders"], (await bench.RunAsync("__complete", "20", "batchjobs suspend im")).Exited(0).Output);
        Assert.Contains("complete -o default -F _batchjobs batchjobs", (await bench.RunAsync("completion", "bash")).Exited(0).Output);
        Assert.Contains("compdef _batchjobs batchjobs", (await bench.RunAsync("completion", "zsh")).Exited(0).Output);
        Assert.Contains("complete -c batchjobs", (await bench.RunAsync("completion", "fish")).Exited(0).OutputText, StringComparison.Ordinal);
        Assert.Contains("Register-ArgumentCompleter -Native -CommandName batchjobs -ScriptBlock {", (await bench.RunAsync("completion", "pwsh")).Exited(0).Output);
    }

    [Fact]
    public async Task Bash_completes_with_the_script_it_is_given()
    {
        await bench.CreateAsync("import-orders", "true", "suspend: true");
        string script = bench.Write("complete.bash", $$"""
            batchjobs() { dotnet {{Path.Combine(AppContext.BaseDirectory, "BatchJobs.Cli.dll")}} "$@"; }
            source <(batchjobs completion bash)
            COMP_LINE='batchjobs describe imp' COMP_POINT=22
            $(complete -p batchjobs | sed 's/.*-F \([^ ]*\).*/\1/')
            printf '%s\n' "${COMPREPLY[@]}"
            """);

        Assert.Equal("import-orders\n", await RunAsync("bash", script));
    }

    [Fact]
    public async Task Colours_are_for_terminals_and_for_those_who_want_them()
    {
        string manifest = bench.Write("job.yaml", ShellJob.Manifest("colourful", "true"));
        string run = $"dotnet {Path.Combine(AppContext.BaseDirectory, "BatchJobs.Cli.dll")} run -f {manifest}";

        // script runs a command on a terminal of its own.
        string coloured = await RunAsync("env", "-u", "NO_COLOR", "-u", "CI", "TERM=xterm-256color", "script", "-qec", run, "/dev/null");
        string plain = await RunAsync("env", "-u", "CI", "NO_COLOR=1", "TERM=xterm-256color", "script", "-qec", run, "/dev/null");

        Assert.Matches("\e\\[[0-9;]*3[0-9;]*m", coloured);
        Assert.DoesNotMatch("\e\\[[0-9;]*3[0-9;]*m", plain);
        Assert.Contains("Complete", plain, StringComparison.Ordinal);
    }

    private async Task<string> RunAsync(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, WorkingDirectory = bench.Folder };
        start.Environment["BATCHJOBS_STORE"] = bench.Store;
        using Process process = Process.Start(start)!;
        return await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}

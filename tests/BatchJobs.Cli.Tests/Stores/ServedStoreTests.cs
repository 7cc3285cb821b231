using System.Text.Json.Nodes;
using BatchJobs.Cli.Tests.Support;

namespace BatchJobs.Cli.Tests.Stores;

/// <summary>Commands on a store that an engine of another process has open.</summary>
public sealed class ServedStoreTests : IAsyncDisposable
{
    private readonly StoreBench bench = new();

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task A_Job_is_created_waited_for_and_looked_at_from_other_processes()
    {
        await bench.ServeAsync();
        await bench.CreateAsync("hello", "echo hello from $HOSTNAME; echo done");

        Assert.Equal("job.batch/hello condition met", (await bench.RunAsync("wait", "hello", "--for", "complete", "--timeout", "90s")).Exited(0).OutputText);
        Assert.Matches(@"^hello +Complete +1/1 +\d+s +\d+s$", (await bench.RunAsync("get", "job", "hello")).Exited(0).Output[1]);
        Assert.Equal("done", (await bench.RunAsync("logs", "hello", "--tail", "1")).Exited(0).OutputText);
        Assert.Contains("SuccessfulCreate", (await bench.RunAsync("events", "hello")).Exited(0).OutputText, StringComparison.Ordinal);
        string pods = (await bench.RunAsync("get", "pods", "-l", "job-name=hello", "-o", "wide")).Exited(0).Output[1];
        Assert.Matches(@"^hello-\w{5} +0/1 +Completed +0 +\d+s +hello +<none> +0 ", pods);
        JsonNode pod = JsonNode.Parse((await bench.RunAsync("get", "pod", pods.Split(' ')[0], "-o", "json")).Exited(0).OutputText)!;
        Assert.Equal("Succeeded", (string?)pod["status"]!["phase"]);

        CommandResult stopped = (await bench.StopAsync()).Exited(0);
        Assert.Contains("job.batch/hello Complete", stopped.Output);
        Assert.False(File.Exists(bench.Store + ".sock"));
    }

    [Fact]
    public async Task Logs_without_a_line_say_what_is_kept_where()
    {
        await bench.ServeAsync();
        await bench.CreateAsync("silent", "true");
        (await bench.RunAsync("wait", "silent", "--for", "complete", "--timeout", "90s")).Exited(0);

        CommandResult logs = (await bench.RunAsync("logs", "silent")).Exited(0);

        Assert.Empty(logs.OutputText);
        Assert.Equal("no output: an engine has that of the pods it ran itself, and a store only the end of that of pods that failed", logs.ErrorText);
    }

    [Fact]
    public async Task Failed_indexes_are_described_explained_and_retried()
    {
        await bench.ServeAsync();
        await bench.CreateAsync("slices", "test $JOB_COMPLETION_INDEX != 1 || { echo broken slice >&2; exit 42; }", """
            completionMode: Indexed
            completions: 3
            parallelism: 3
            backoffLimitPerIndex: 0
            podFailurePolicy:
              rules:
              - action: FailIndex
                onExitCodes: {operator: In, values: [42]}
              - action: Ignore
                onPodConditions: [{type: DisruptionTarget}]
            """);

        CommandResult never = (await bench.RunAsync("wait", "job/slices", "--for", "complete", "--timeout", "90s")).Exited(1);
        Assert.Contains("job.batch/slices will never be complete: FailedIndexes:", never.ErrorText, StringComparison.Ordinal);

        string described = (await bench.RunAsync("describe", "job", "slices")).Exited(0).OutputText;
        Assert.Matches(@"(?m)^Failed Indexes: +1$", described);
        Assert.Matches(@"(?m)^  0 +FailIndex +exit code In \[42\] +1$", described);
        Assert.Matches(@"(?m)^  1 +Ignore +DisruptionTarget=True +0$", described);
        Assert.Matches(@"(?m)^  slices-1-\w{5} +1 +Error +42 ", described);
        Assert.Matches(@"(?m)^Waiting For: +Nothing: the Job has failed", described);
        Assert.Contains("IndexFailed", (await bench.RunAsync("explain", "slices")).Exited(0).OutputText, StringComparison.Ordinal);
        Assert.Equal("broken slice", (await bench.RunAsync("logs", "slices", "--index", "1")).Exited(0).OutputText);

        // Hits are kept with the Job, however many of its pods are remembered.
        Assert.Equal([1, 0], JsonNode.Parse((await bench.RunAsync("explain", "slices", "-o", "json")).Exited(0).OutputText)!["podFailurePolicyHits"]!.AsArray().GetValues<int>());

        Assert.Equal("job.batch/again created", (await bench.RunAsync("retry-failed", "slices", "--name", "again")).Exited(0).OutputText);
        (await bench.RunAsync("wait", "again", "--for", "failed", "--timeout", "90s")).Exited(0);
        Assert.Equal(["job.batch/again", "job.batch/slices"], (await bench.RunAsync("get", "jobs", "-o", "name", "--finished", "true")).Exited(0).Output);
    }

    [Fact]
    public async Task The_output_of_one_attempt_and_of_the_run_before_a_restart_is_shown()
    {
        // The second index fails once; each container of the other Job writes for whom it ran, and fails the first time.
        await bench.ServeAsync();
        await bench.CreateAsync("tries", "mkdir $JOB_COMPLETION_INDEX 2> /dev/null && { echo first of $JOB_COMPLETION_INDEX; exit 1; }; echo second of $JOB_COMPLETION_INDEX", """
            completionMode: Indexed
            completions: 2
            parallelism: 2
            """);
        (await bench.RunAsync("create", "-f", bench.Write("again.yaml", ShellJob.Manifest("again", "mkdir begun 2> /dev/null && { echo before; exit 1; }; echo after; sleep 600 & wait", podSpec: "terminationGracePeriodSeconds: 1")
            .Replace("restartPolicy: Never", "restartPolicy: OnFailure", StringComparison.Ordinal)))).Exited(0);

        await using (CommandRun follow = bench.Start("logs", "again", "--follow"))
        {
            await follow.OutputLineAsync("after");
        }

        Assert.Equal(["before", "after"], (await bench.RunAsync("logs", "again")).Exited(0).Output);
        Assert.Equal("before", (await bench.RunAsync("logs", "again", "--previous")).Exited(0).OutputText);
        Assert.Equal("", (await bench.RunAsync("logs", "again", "--previous", "--tail", "0")).Exited(0).OutputText);
        string pod = (await bench.RunAsync("get", "pods", "-l", "job-name=again", "-o", "name")).Exited(0).OutputText;
        Assert.Equal("before", (await bench.RunAsync("logs", pod, "-p", "-c", "worker")).Exited(0).OutputText);

        (await bench.RunAsync("wait", "job/tries", "--for=condition=Complete", "--timeout", "90s")).Exited(0);
        Assert.Equal("first of 1", (await bench.RunAsync("logs", "tries", "--index", "1", "--attempt", "1")).Exited(0).OutputText);
        Assert.Equal("second of 1", (await bench.RunAsync("logs", "tries", "--index", "1", "--attempt", "2")).Exited(0).OutputText);
        Assert.Equal(
            ["second of 0", "second of 1"],
            (await bench.RunAsync("logs", "tries", "--attempt", "2")).Exited(0).Output.Select(line => line.Split(" | ")[1]).Order(StringComparer.Ordinal));
        (await bench.RunAsync("delete", "--all")).Exited(0);
    }

    [Fact]
    public async Task A_running_Job_is_suspended_resumed_scaled_and_deleted()
    {
        string mark = ProcessList.NewMark();
        await bench.ServeAsync();
        await bench.CreateAsync("long", $"echo begun; sleep {mark} & wait", "completions: 2\nparallelism: 1");
        await using (CommandRun follow = bench.Start("logs", "long", "--follow"))
        {
            await follow.OutputLineAsync("begun");
            Assert.Equal("job.batch/long suspended", (await bench.RunAsync("suspend", "long")).Exited(0).OutputText);
        }

        Assert.Equal("Suspended", (await bench.RunAsync("get", "job/long")).Exited(0).Output[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
        Assert.Equal("job.batch/long scaled", (await bench.RunAsync("scale", "long", "--parallelism", "2")).Exited(0).OutputText);
        Assert.Equal("job.batch/long resumed", (await bench.RunAsync("resume", "long")).Exited(0).OutputText);
        CommandResult late = (await bench.RunAsync("wait", "long", "--timeout", "1ms")).Exited(124);
        Assert.Contains("timed out waiting", late.ErrorText, StringComparison.Ordinal);

        Assert.Equal("job.batch \"long\" deleted", (await bench.RunAsync("delete", "job", "long", "--cascade", "foreground")).Exited(0).OutputText);
        (await bench.RunAsync("wait", "long", "--for", "delete", "--timeout", "90s")).Exited(0);
        Assert.Empty(ProcessList.WithMark(mark));
        Assert.Contains("see: batchjobs get jobs -A", (await bench.RunAsync("suspend", "long")).Exited(1).Error);
    }

    [Fact]
    public async Task A_CronJob_is_triggered_suspended_and_described()
    {
        await bench.ServeAsync();
        (await bench.RunAsync("create", "-f", Repository.File("samples/manifests/nightly-report.yaml"))).Exited(0);

        Assert.Matches(@"(?m)^nightly-report +30 2 \* \* \* +Europe/Berlin +False +0 +<none> ", (await bench.RunAsync("get", "cronjobs")).Exited(0).OutputText);
        Assert.Equal("job.batch/tonight created", (await bench.RunAsync("create", "job", "tonight", "--from", "cronjob/nightly-report")).Exited(0).OutputText);
        Assert.Equal("cronjob.batch/nightly-report suspended", (await bench.RunAsync("cron", "suspend", "nightly-report")).Exited(0).OutputText);
        string described = (await bench.RunAsync("describe", "cronjob/nightly-report")).Exited(0).OutputText;
        Assert.Matches(@"(?m)^Next Runs: +none while it is suspended$", described);
        Assert.Matches(@"(?m)^  tonight +", described);
        Assert.Equal("cronjob.batch/nightly-report resumed", (await bench.RunAsync("resume", "cronjob/nightly-report")).Exited(0).OutputText);
        Assert.Matches("^job.batch/nightly-report-manual-\\w+ created$", (await bench.RunAsync("cron", "trigger", "nightly-report")).Exited(0).OutputText);
        Assert.Contains("cronjob/nightly-report", (await bench.RunAsync("events", "cronjob/nightly-report")).Exited(0).OutputText, StringComparison.Ordinal);
        Assert.Equal("cronjob.batch \"nightly-report\" deleted", (await bench.RunAsync("delete", "cronjob", "nightly-report")).Exited(0).OutputText);
    }

    [Fact]
    public async Task Changes_are_watched_until_the_reader_goes()
    {
        await bench.ServeAsync();
        await using CommandRun watch = bench.Start("get", "jobs", "--watch", "-o", "name");
        await bench.CreateAsync("watched", "true");

        Assert.Equal("job.batch/watched", await watch.OutputLineAsync("watched"));
    }
}

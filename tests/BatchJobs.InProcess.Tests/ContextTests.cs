using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.Tests.Support;
using Microsoft.Extensions.Logging;

namespace BatchJobs.InProcess.Tests;

public class ContextTests
{
    [Fact]
    public async Task A_body_knows_its_pod()
    {
        await using var pods = new ExecutorFixture();
        PodContext? seen = null;
        pods.Executor.Handlers.Add("look", context =>
        {
            seen = context;
            return Task.CompletedTask;
        });
        PodStartRequest request = pods.Request(4);
        await pods.Executor.StartAsync(request with
        {
            Annotations = new Dictionary<string, string>
            {
                ["batch.kubernetes.io/job-index-failure-count"] = "2",
                ["batch.kubernetes.io/job-index-ignored-failure-count"] = "1",
            },
            Spec = new PodSpec
            {
                Containers =
                [
                    new Container
                    {
                        Name = "main",
                        Image = "look",
                        Command = ["resize"],
                        Args = ["--size", "80"],
                        Env =
                        [
                            new EnvVar { Name = "PLAIN", Value = "value" },
                            new EnvVar { Name = "NAME", ValueFrom = Field("metadata.name") },
                            new EnvVar { Name = "TEAM", ValueFrom = Field("metadata.labels['team']") },
                            new EnvVar { Name = "FAILURES", ValueFrom = Field("metadata.annotations['batch.kubernetes.io/job-index-failure-count']") },
                            new EnvVar { Name = "MISSING", ValueFrom = Field("metadata.labels['missing']") },
                        ],
                    },
                ],
            },
        });
        await pods.WhenEndedAsync(pods.Id(4));
        Assert.Equal((new JobKey("job"), "job-4", 4, 4), (seen!.Job, seen.PodName, seen.Index, seen.Attempt));
        Assert.Equal(["resize", "--size", "80"], seen.Args);
        Assert.Equal("FAILURES=2 MISSING= NAME=job-4 PLAIN=value TEAM=blue", string.Join(' ', seen.Environment.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}={entry.Value}")));
    }

    [Fact]
    public async Task Progress_is_the_message_of_a_running_pod_and_not_reported_too_often()
    {
        await using var pods = new ExecutorFixture();
        PodId pod = await pods.StartAsync(context =>
        {
            for (int row = 1; row <= 25; row++)
            {
                context.ReportProgress($"{row} of 25 rows");
                pods.Clock.Advance(TimeSpan.FromMilliseconds(100));
            }

            return Task.CompletedTask;
        });
        PodStatus ended = await pods.WhenEndedAsync(pod);
        Assert.Equal([null, "1 of 25 rows", "11 of 25 rows", "21 of 25 rows", null], pods.ReportsOf(pod).Select(status => status.Message));
    }

    [Fact]
    public async Task Output_and_log_of_a_body_can_be_read_by_many_and_followed()
    {
        await using var pods = new ExecutorFixture();
        var wayOut = new TaskCompletionSource();
        PodId pod = await pods.RunAsync(async context =>
        {
            context.WriteLine("first");
            context.Logger.LogInformation("second {Number}", 2);
            context.Logger.LogDebug("not kept");
            await wayOut.Task;
            context.Logger.LogError(new InvalidOperationException("why"), "third");
        });
        List<string> followed = [];
        Task following = Task.Run(async () =>
        {
            await foreach (PodLogLine line in pods.Executor.ReadLogAsync(pod, new PodLogOptions { Follow = true }))
            {
                followed.Add(line.Text);
                if (followed.Count == 2)
                {
                    wayOut.SetResult();
                }
            }
        });
        await following.WaitAsync(TimeSpan.FromSeconds(60));
        await pods.WhenEndedAsync(pod);
        Assert.Equal(["first", "second 2", "third System.InvalidOperationException: why"], followed);
        Assert.Equal(["second 2", "third System.InvalidOperationException: why"], await ReadAsync(pods, pod, new PodLogOptions { Tail = 2 }));
        Assert.Empty(await ReadAsync(pods, pod, new PodLogOptions { Container = "other" }));

        await pods.Executor.ForgetJobAsync(pods.Job, orphanPods: false);
        Assert.Empty(await ReadAsync(pods, pod, new PodLogOptions()));
    }

    [Fact]
    public async Task Only_the_latest_lines_and_the_logs_of_the_latest_pods_are_kept()
    {
        await using var pods = new ExecutorFixture(options => options with { LogLinesPerPod = 2, LogHistory = 1 });
        for (int number = 0; number < 2; number++)
        {
            await pods.WhenEndedAsync(await pods.StartAsync(
                context =>
                {
                    context.WriteLine("one");
                    context.WriteLine("two\nthree");
                    return Task.CompletedTask;
                },
                number));
        }

        Assert.Empty(await ReadAsync(pods, pods.Id(0), new PodLogOptions()));
        Assert.Equal(["two", "three"], await ReadAsync(pods, pods.Id(1), new PodLogOptions()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_line_is_an_empty_one_as_on_the_console(bool inVirtualTime)
    {
        await using var pods = new ExecutorFixture(options => inVirtualTime ? options : options with { TimeProvider = TimeProvider.System });
        PodId pod = await pods.StartAsync(context =>
        {
            context.WriteLine(null);
            context.Logger.Log(LogLevel.Information, default, "nothing", null, static (_, _) => null!);
            return Task.CompletedTask;
        });
        Assert.Equal(PodPhase.Succeeded, (await pods.WhenEndedAsync(pod)).Phase);
        Assert.Equal(["", ""], await ReadAsync(pods, pod, new PodLogOptions()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_written_after_the_end_of_a_pod_is_dropped_and_keeps_no_reader_waiting(bool inVirtualTime)
    {
        await using var pods = new ExecutorFixture(options => inVirtualTime ? options : options with { TimeProvider = TimeProvider.System });
        PodContext? seen = null;
        PodId pod = await pods.StartAsync(context =>
        {
            seen = context;
            return Task.CompletedTask;
        });
        await pods.WhenEndedAsync(pod);
        seen!.WriteLine("too late");
        Assert.Empty(await ReadAsync(pods, pod, new PodLogOptions { Follow = true }).WaitAsync(TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task The_log_of_the_application_says_which_pod_wrote()
    {
        var log = new RecordingLoggerFactory();
        await using var pods = new ExecutorFixture(options => options with { LoggerFactory = log });
        await pods.WhenEndedAsync(await pods.StartAsync(
            async context =>
            {
                await Task.Yield();
                context.Logger.LogInformation("hello");
            },
            3));
        Assert.Contains("BatchJobs.Pods [Job:default/job Pod:job-3 Index:3 Attempt:1] hello", log.Lines);
    }

    [Fact]
    public async Task A_log_of_the_application_that_throws_harms_no_pod()
    {
        await using var pods = new ExecutorFixture(options => options with { LoggerFactory = new ThrowingLogs() });
        PodId pod = await pods.StartAsync(context =>
        {
            using IDisposable? scope = context.Logger.BeginScope("copying");
            context.Logger.LogInformation("hello");
            return Task.FromResult(3);
        });
        PodStatus ended = await pods.WhenEndedAsync(pod);
        Assert.Equal((PodPhase.Failed, 3), (ended.Phase, ended.ContainerStatuses[0].Terminated!.ExitCode));
        Assert.Equal(["hello"], await ReadAsync(pods, pod, new PodLogOptions()));
    }

    [Fact]
    public async Task Results_are_kept_of_pods_that_succeed_up_to_the_limit()
    {
        await using var pods = new ExecutorFixture(options => options with { MaxResultsPerJob = 1 });
        await pods.WhenEndedAsync(await pods.StartAsync(Set("failed", 1), 0));
        await pods.WhenEndedAsync(await pods.StartAsync(Set("kept", 0), 1));
        PodStatus refused = await pods.WhenEndedAsync(await pods.StartAsync(Set("one too many", 0), 2));
        Assert.Equal(new Dictionary<int, string> { [1] = "kept" }, pods.Executor.GetResults<string>(pods.Job));
        Assert.Equal((PodPhase.Failed, "TooManyResults"), (refused.Phase, refused.ContainerStatuses[0].Terminated!.Reason!));
        await pods.Executor.ForgetJobAsync(pods.Job, orphanPods: false);
        Assert.Empty(pods.Executor.GetResults<string>(pods.Job));

        static Func<PodContext, Task<int>> Set(string result, int exitCode) => context =>
        {
            context.SetResult(result);
            return Task.FromResult(exitCode);
        };
    }

    [Fact]
    public async Task A_body_can_be_tested_without_an_engine()
    {
        var pod = new PodContext { CompletionIndex = 3, Environment = new Dictionary<string, string> { ["FACTOR"] = "2" } };
        await MultiplyAsync(pod);
        Assert.Equal(6, pod.Result);
        Assert.Equal("done", pod.Progress);
        Assert.Throws<InvalidOperationException>(() => new PodContext().Index);

        static Task MultiplyAsync(PodContext pod)
        {
            pod.SetResult(pod.Index * int.Parse(pod.Environment["FACTOR"], System.Globalization.CultureInfo.InvariantCulture));
            pod.ReportProgress("done");
            return Task.CompletedTask;
        }
    }

    private static EnvVarSource Field(string path) => new() { FieldRef = new ObjectFieldSelector { FieldPath = path } };

    private static async Task<List<string>> ReadAsync(ExecutorFixture pods, PodId pod, PodLogOptions options) =>
        await pods.Executor.ReadLogAsync(pod, options).Select(line => line.Text).ToListAsync();
}

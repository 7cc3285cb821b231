using BatchJobs.Pods;
using BatchJobs.Specs;

namespace BatchJobs.InProcess.Tests;

public class PodOutcomeTests
{
    [Fact]
    public async Task A_body_that_returns_has_succeeded()
    {
        await using var pods = new ExecutorFixture();
        PodId pod = await pods.StartAsync(_ => Task.CompletedTask);
        PodStatus ended = await pods.WhenEndedAsync(pod);
        Assert.Equal(PodPhase.Succeeded, ended.Phase);
        Assert.Equal((0, "Completed"), (End(ended).ExitCode, End(ended).Reason));
        Assert.Equal([PodPhase.Running, PodPhase.Succeeded], pods.ReportsOf(pod).Select(status => status.Phase));
        Assert.Equal([ConditionStatus.True, ConditionStatus.False], pods.ReportsOf(pod).Select(status => Assert.Single(status.Conditions).Status));
    }

    [Theory]
    [InlineData(0, PodPhase.Succeeded, "Completed")]
    [InlineData(1, PodPhase.Failed, "Error")]
    [InlineData(42, PodPhase.Failed, "Error")]
    [InlineData(256, PodPhase.Failed, "Error")] // cut to a byte it would look like success
    public async Task The_value_of_a_body_is_its_exit_code(int exitCode, PodPhase phase, string reason)
    {
        await using var pods = new ExecutorFixture();
        PodStatus ended = await pods.WhenEndedAsync(await pods.StartAsync(_ => Task.FromResult(exitCode)));
        Assert.Equal((phase, exitCode, reason), (ended.Phase, End(ended).ExitCode, End(ended).Reason));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_exception_that_can_not_tell_its_message_is_a_failure_as_others_are(bool waits)
    {
        await using var pods = new ExecutorFixture();
        PodStatus ended = await pods.WhenEndedAsync(await pods.StartAsync(async Task (_) =>
        {
            if (waits)
            {
                await Task.Yield();
            }

            throw new MuteException();
        }));
        Assert.Equal((PodPhase.Failed, 1, "Error"), (ended.Phase, End(ended).ExitCode, End(ended).Reason));
    }

    public static TheoryData<Exception, int, string, string> Failures => new()
    {
        // Nothing is said about the type.
        { new InvalidOperationException("broken"), 1, "Error", "System.InvalidOperationException: broken" },
        // The type itself, a base type, the nearest of several base types.
        { new TimeoutException("slow"), 75, "Timeout", "System.TimeoutException: slow" },
        { new FileNotFoundException("no file"), 66, "InputOutput", "System.IO.FileNotFoundException: no file" },
        { new ArgumentNullException("x", "null"), 64, "Null", "System.ArgumentNullException: null (Parameter 'x')" },
        { new ArgumentException("bad"), 65, "Argument", "System.ArgumentException: bad" },
        // The body chooses.
        { new PodFailedException(42, "the disk is full", "DiskFull"), 42, "DiskFull", "the disk is full" },
        // Cancelled, but by nobody who has to do with the pod.
        { new OperationCanceledException("foreign"), 1, "Error", "System.OperationCanceledException: foreign" },
        { new TaskCanceledException("foreign"), 1, "Error", "System.Threading.Tasks.TaskCanceledException: foreign" },
    };

    [Fact]
    public void The_words_of_an_exception_are_those_of_no_other()
    {
        var exitCodes = new ExceptionExitCodes();
        Exception[] errors = [new TimeoutException("slow"), new TimeoutException("slow"), new TimeoutException("slower"), new IOException("slower")];
        Assert.Equal(errors.Select(error => $"{error.GetType()}: {error.Message}"), errors.Select(error => exitCodes.OutcomeOf(error).Message));
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task An_exception_is_a_failure_with_the_exit_code_of_its_type(Exception error, int exitCode, string reason, string message)
    {
        await using var mapped = new ExecutorFixture(options => options with
        {
            ExceptionExitCodes = new ExceptionExitCodes()
                .Map<TimeoutException>(75, "Timeout")
                .Map<IOException>(66, "InputOutput")
                .Map<ArgumentException>(65, "Argument")
                .Map<ArgumentNullException>(64, "Null"),
        });
        PodStatus ended = await mapped.WhenEndedAsync(await mapped.StartAsync(_ => Task.FromException(error)));
        Assert.Equal((PodPhase.Failed, exitCode, reason, message), (ended.Phase, End(ended).ExitCode, End(ended).Reason!, End(ended).Message!));
    }

    [Fact]
    public async Task A_body_that_throws_before_its_first_await_fails_as_any_other()
    {
        await using var pods = new ExecutorFixture();
        PodStatus ended = await pods.WhenEndedAsync(await pods.StartAsync((Func<PodContext, Task>)(_ => throw new InvalidOperationException("early"))));
        Assert.Equal((PodPhase.Failed, 1), (ended.Phase, End(ended).ExitCode));
    }

    [Fact]
    public async Task The_words_of_the_body_are_preferred_to_those_of_its_exception_and_cut()
    {
        await using var pods = new ExecutorFixture();
        PodStatus ended = await pods.WhenEndedAsync(await pods.StartAsync(pod =>
        {
            pod.TerminationMessage = new string('x', 5000);
            throw new InvalidOperationException();
        }));
        Assert.Equal(new string('x', 4096), End(ended).Message);
    }

    [Fact]
    public async Task Words_are_not_cut_in_the_middle_of_a_character()
    {
        await using var pods = new ExecutorFixture();
        PodStatus ended = await pods.WhenEndedAsync(await pods.StartAsync(pod =>
        {
            pod.TerminationMessage = new string('x', 4095) + "\U0001F600";
            return Task.CompletedTask;
        }));
        Assert.Equal(new string('x', 4095), End(ended).Message);
    }

    [Fact]
    public async Task An_image_without_handler_fails_and_names_those_there_are()
    {
        await using var pods = new ExecutorFixture();
        pods.Executor.Handlers.Add("resize-photos", _ => Task.CompletedTask).Add("count-words", _ => Task.CompletedTask);
        await pods.Executor.StartAsync(pods.Request(0, image: "resize-photo"));
        PodStatus ended = await pods.WhenEndedAsync(pods.Id(0));
        Assert.Equal((PodPhase.Failed, "ImageNotFound", 128), (ended.Phase, ended.Reason!, End(ended).ExitCode));
        Assert.Equal("There is no handler for image \"resize-photo\"; registered are \"count-words\", \"resize-photos\".", ended.Message);
    }

    [Fact]
    public async Task A_pod_with_more_than_one_container_fails_and_says_so()
    {
        await using var pods = new ExecutorFixture();
        Container container = new() { Name = "a", Image = "x" };
        PodId pod = await pods.StartAsync(0, new PodSpec { Containers = [container, container with { Name = "b" }], InitContainers = [container with { Name = "c" }] });
        PodStatus ended = await pods.WhenEndedAsync(pod);
        Assert.Equal((PodPhase.Failed, "UnsupportedPod"), (ended.Phase, ended.Reason!));
        Assert.Equal("An in-process pod has exactly one container and no init containers; this one has 3 in all.", ended.Message);
    }

    [Fact]
    public async Task Starting_a_known_pod_again_does_nothing()
    {
        await using var pods = new ExecutorFixture();
        int calls = 0;
        PodId pod = await pods.StartAsync(_ =>
        {
            Interlocked.Increment(ref calls);
            return Task.CompletedTask;
        });
        await pods.WhenEndedAsync(pod);
        await pods.StartAsync(0);
        Assert.Equal(1, calls);
        Assert.Equal(2, pods.ReportsOf(pod).Count);
    }

    [Fact]
    public async Task A_finished_pod_is_listed_until_it_is_released()
    {
        await using var pods = new ExecutorFixture();
        PodId pod = await pods.StartAsync(_ => Task.CompletedTask);
        PodStatus ended = await pods.WhenEndedAsync(pod);
        Assert.Equal([new Execution.PodReport(pod, ended)], await pods.Executor.ListAsync());
        await pods.Executor.ReleaseAsync(pod);
        Assert.Empty(await pods.Executor.ListAsync());
    }

    private static ContainerTermination End(PodStatus status) => Assert.Single(status.ContainerStatuses).Terminated!;

    private sealed class MuteException : Exception
    {
        public override string Message => throw new NotSupportedException();
    }
}

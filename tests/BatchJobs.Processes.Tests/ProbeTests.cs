using System.Text.Json;
using BatchJobs.Pods;
using BatchJobs.Processes.Reading;
using BatchJobs.Processes.Running;
using BatchJobs.Processes.Tests.Infrastructure;
using BatchJobs.Specs;
using Microsoft.Extensions.Time.Testing;

namespace BatchJobs.Processes.Tests;

public class ProbeTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_container_is_ready_while_its_probe_succeeds()
    {
        var time = new FakeTimeProvider(Start);
        await using var bench = await Bench.OpenAsync(new ProcessExecutorOptions { TimeProvider = time });
        var mark = Path.Combine(Directory.CreateTempSubdirectory().FullName, "mark");
        var pod = await bench.StartReadyAsync(Pod(Bench.Does("sleep") with { ReadinessProbe = Exec($$"""["test","-e","{{mark}}"]""", ",\"failureThreshold\":1") }));
        Assert.False(bench.Reports.Of(pod)[^1].ContainerStatuses[0].Ready);

        await File.WriteAllTextAsync(mark, "");
        await AdvanceUntilAsync(time, bench.Reports.FirstAsync(pod, IsReady));
        File.Delete(mark);
        var seen = bench.Reports.Of(pod).Count;
        await AdvanceUntilAsync(time, bench.Reports.FirstAsync(pod, status => bench.Reports.Of(pod).Count > seen && !IsReady(status)));

        Directory.Delete(Path.GetDirectoryName(mark)!);
    }

    [Fact]
    public async Task A_container_whose_liveness_probe_fails_is_ended_and_started_again()
    {
        await using var bench = await Bench.OpenAsync();
        var container = Bench.Runs("/bin/sleep", "1000") with { LivenessProbe = Exec("""["false"]""", ",\"failureThreshold\":1") };
        var pod = await bench.StartAsync(Pod(container) with { RestartPolicy = RestartPolicy.OnFailure });

        var status = await bench.Reports.FirstAsync(pod, status => status.ContainerStatuses[0].RestartCount == 1);

        Assert.Equal(143, status.ContainerStatuses[0].LastTermination!.ExitCode);
    }

    [Fact]
    public async Task A_startup_probe_that_fails_too_often_ends_the_container_before_the_others_begin()
    {
        await using var bench = await Bench.OpenAsync();
        var container = Bench.Runs("/bin/sleep", "1000") with
        {
            StartupProbe = Exec("""["false"]""", ",\"failureThreshold\":1"),
            ReadinessProbe = Exec("""["true"]"""),
        };
        var pod = await bench.StartAsync(container);

        Assert.Equal(143, (await bench.EndOfAsync(pod)).ContainerStatuses[0].Terminated!.ExitCode);
        Assert.DoesNotContain(bench.Reports.Of(pod), IsReady);
    }

    [Fact]
    public async Task A_sidecar_with_a_startup_probe_keeps_the_others_waiting_until_it_succeeds()
    {
        await using var bench = await Bench.OpenAsync();
        var mark = Path.Combine(Directory.CreateTempSubdirectory().FullName, "mark");
        var pod = await bench.StartAsync(new PodSpec
        {
            InitContainers =
            [
                Bench.Runs("/bin/sh", "-c", $"echo 1; : > {mark}; sleep 1000") with
                {
                    Name = "sidecar",
                    RestartPolicy = RestartPolicy.Always,
                    StartupProbe = Exec($$"""["test","-e","{{mark}}"]""", ",\"periodSeconds\":1,\"failureThreshold\":1000"),
                },
            ],
            Containers = [Bench.Runs("/bin/sh", "-c", $"test -e {mark} && echo 2")],
        });

        Assert.Equal(PodPhase.Succeeded, (await bench.EndOfAsync(pod)).Phase);
        Assert.Equal(["1", "2"], await bench.LogAsync(pod));
        Directory.Delete(Path.GetDirectoryName(mark)!, recursive: true);
    }

    [Fact]
    public async Task A_probe_that_takes_too_long_has_failed_and_is_killed()
    {
        var time = new FakeTimeProvider(Start);
        await using var bench = await Bench.OpenAsync(new ProcessExecutorOptions { TimeProvider = time });
        var container = Bench.Runs("/bin/sleep", "1000") with { LivenessProbe = Exec("""["sleep","2000"]""", ",\"failureThreshold\":1,\"timeoutSeconds\":3") };
        var pod = await bench.StartAsync(container);
        await bench.Reports.FirstAsync(pod, status => status.Phase == PodPhase.Running);

        await AdvanceUntilAsync(time, bench.EndOfAsync(pod));

        Assert.Equal(143, (await bench.EndOfAsync(pod)).ContainerStatuses[0].Terminated!.ExitCode);
        await ProcessTable.GoneAsync(bench.JobUid);
    }

    [Fact]
    public async Task Thresholds_count_in_a_row()
    {
        var time = new FakeTimeProvider(Start);
        var spec = ProbeSpec.Read(Exec("""["x"]""", ",\"successThreshold\":2,\"failureThreshold\":3,\"periodSeconds\":5"))!;
        var outcomes = new Queue<bool>([true, false, true, true, false, false, true, false, false, false]);
        var told = new List<(bool Success, double Seconds)>();
        var loop = new ProbeLoop(spec, _ => Task.FromResult(outcomes.Dequeue()), time);

        var life = loop.RunAsync(
            success =>
            {
                told.Add((success, (time.GetUtcNow() - Start).TotalSeconds));
                return outcomes.Count > 0;
            },
            TestContext.Current.CancellationToken);
        await AdvanceUntilAsync(time, life);

        Assert.Equal([(true, 15), (false, 45)], told);
    }

    [Fact]
    public void What_a_probe_does_not_say_is_as_in_Kubernetes()
    {
        var probe = ProbeSpec.Read(Exec("""["x"]"""))!;

        Assert.Equal((0, 1, 10, 1, 3), (probe.InitialDelay.TotalSeconds, probe.Timeout.TotalSeconds, probe.Period.TotalSeconds, probe.SuccessThreshold, probe.FailureThreshold));
        Assert.Null(ProbeSpec.Read(JsonElement.Parse("""{"httpGet":{"port":80}}""")));
    }

    private static bool IsReady(PodStatus status) => status.ContainerStatuses[0].Ready;

    private static JsonElement Exec(string command, string more = "") => JsonElement.Parse($$"""{"exec":{"command":{{command}}}{{more}}}""");

    private static PodSpec Pod(Container container) => new() { Containers = [container] };

    /// <summary>Lets a second pass whenever nothing else happens; how long things take does not matter.</summary>
    private static async Task AdvanceUntilAsync(FakeTimeProvider time, Task done)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!done.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(done, timer.WaitForNextTickAsync().AsTask());
        }

        await done;
    }
}

using System.Reflection;
using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Processes.Tests.Infrastructure;

/// <summary>An executor with an observer, and short words for what tests do with them.</summary>
internal sealed class Bench : IAsyncDisposable
{
    private long pods;

    private Bench(ProcessExecutorOptions? options) => Executor = new ProcessPodExecutor(options);

    /// <summary>The program with the behaviours tests need.</summary>
    internal static string Program { get; } = typeof(Bench).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "TestPrograms").Value!;

    internal ProcessPodExecutor Executor { get; }

    internal ReportLog Reports { get; } = new();

    internal Guid JobUid { get; } = Guid.NewGuid();

    internal static async Task<Bench> OpenAsync(ProcessExecutorOptions? options = null)
    {
        var bench = new Bench(options);
        await bench.Executor.ConnectAsync(bench.Reports);
        return bench;
    }

    /// <summary>A container that runs the test program.</summary>
    internal static Container Does(params string[] arguments) => new() { Name = "main", Command = [Program, .. arguments] };

    /// <summary>A container that runs a program of the system.</summary>
    internal static Container Runs(params string[] command) => new() { Name = "main", Command = command };

    internal Task<PodId> StartAsync(params Container[] containers) => StartAsync(new PodSpec { Containers = containers });

    internal async Task<PodId> StartAsync(PodSpec spec, Func<PodStartRequest, PodStartRequest>? change = null)
    {
        var request = Request(spec);
        request = change?.Invoke(request) ?? request;
        await Executor.StartAsync(request);
        return request.Id;
    }

    internal PodStartRequest Request(PodSpec spec)
    {
        var ordinal = Interlocked.Increment(ref pods);
        return new PodStartRequest
        {
            Id = new PodId(JobUid, ordinal),
            Name = $"job-{ordinal}",
            Uid = new Guid((int)ordinal, 0, 0, new byte[8]),
            Job = new JobKey("space", "job"),
            CreationTimestamp = DateTimeOffset.UnixEpoch,
            Labels = new Dictionary<string, string>(),
            Annotations = new Dictionary<string, string>(),
            Spec = spec with { RestartPolicy = spec.RestartPolicy ?? RestartPolicy.Never },
        };
    }

    internal Task<PodStatus> EndOfAsync(PodId pod) =>
        Reports.FirstAsync(pod, status => status.Phase is PodPhase.Succeeded or PodPhase.Failed);

    /// <summary>Starts a pod of one container and waits for how the container ends.</summary>
    internal async Task<ContainerTermination> EndOfAsync(Container container)
    {
        var status = await EndOfAsync(await StartAsync(container));
        return Assert.Single(status.ContainerStatuses).Terminated!;
    }

    /// <summary>Starts a pod of one container and waits for all it writes.</summary>
    internal async Task<IReadOnlyList<string>> OutputOfAsync(Container container)
    {
        var pod = await StartAsync(container);
        await EndOfAsync(pod);
        return await LogAsync(pod);
    }

    internal async Task<IReadOnlyList<string>> LogAsync(PodId pod, PodLogOptions? options = null)
    {
        var lines = new List<string>();
        await foreach (var line in Executor.ReadLogAsync(pod, options ?? new PodLogOptions())) lines.Add(line.Text);
        return lines;
    }

    /// <summary>Waits until a pod writes a line that starts so.</summary>
    internal async Task<string> LineAsync(PodId pod, string start)
    {
        using var giveUp = new CancellationTokenSource(Patience.Time);
        await foreach (var line in Executor.ReadLogAsync(pod, new PodLogOptions { Follow = true }, giveUp.Token))
        {
            if (line.Text.StartsWith(start, StringComparison.Ordinal)) return line.Text;
        }

        throw new InvalidOperationException($"The pod ended without a line '{start}'.");
    }

    /// <summary>Waits until the main process of a pod's only container says that it is ready.</summary>
    internal async Task<PodId> StartReadyAsync(PodSpec spec)
    {
        var pod = await StartAsync(spec);
        await LineAsync(pod, "ready");
        return pod;
    }

    /// <summary>Kills what still runs, so that a test that fails does not wait for a clock that stands still.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var report in await Executor.ListAsync()) await Executor.StopAsync(report.Pod, TimeSpan.Zero);
        await Executor.DisposeAsync();
    }
}

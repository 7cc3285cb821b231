using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Storage;
using BatchJobs.Testing.Scripting;

namespace BatchJobs.Tests.Support;

/// <summary>Engines one after another over one store, with pods that survive an engine or die with it, under virtual time.</summary>
internal sealed class RestartBench : VirtualBench, IAsyncDisposable
{
    private readonly PodRule[] rules;
    private JobEngine? engine;

    public RestartBench(params PodRule[] rules)
    {
        this.rules = rules;
        Pods = new ScriptedPodExecutor(Clock, rules);
    }

    public InMemoryJobStore Store { get; } = new();

    /// <summary>Where the pods run.</summary>
    public ScriptedPodExecutor Pods { get; private set; }

    public JobEngineOptions Options { get; init; } = new();

    /// <summary>Stands between the engines and their executor.</summary>
    public Func<IPodExecutor, IPodExecutor> Wrap { get; set; } = inner => inner;

    /// <summary>Stands between the engines and their store.</summary>
    public Func<IJobStore, IJobStore> WrapStore { get; set; } = inner => inner;

    public override JobEngine Engine => engine!;

    public async Task<JobEngine> OpenAsync()
    {
        engine = await JobEngine.OpenAsync(Wrap(new SurvivingExecutor(Pods)), Options with { TimeProvider = Clock, Store = WrapStore(Store) });
        await engine.WhenIdleAsync();
        return engine;
    }

    /// <summary>The engine dies between two steps; its pods live on.</summary>
    public async Task CrashAsync() => await Engine.AbandonAsync();

    /// <summary>The engine dies and all its pods with it.</summary>
    public async Task CrashWithPodsAsync()
    {
        await Engine.AbandonAsync();
        await Pods.DisposeAsync();
        Pods = new ScriptedPodExecutor(Clock, rules);
    }

    public async ValueTask DisposeAsync()
    {
        if (engine is not null)
        {
            await engine.AbandonAsync();
        }
    }

    /// <summary>Pods that go on when their engine is gone, and whose news nobody hears meanwhile.</summary>
    private sealed class SurvivingExecutor(ScriptedPodExecutor pods) : ExecutorProxy(pods), IPodObserver
    {
        private IPodObserver? observer;

        public override ValueTask ConnectAsync(IPodObserver observer, CancellationToken cancellationToken = default)
        {
            this.observer = observer;
            return base.ConnectAsync(this, cancellationToken);
        }

        public void OnReport(in PodReport report) => observer?.OnReport(in report);

        public void OnVanished(PodId pod) => observer?.OnVanished(pod);

#pragma warning disable CA2215 // it survives the engine, which is what it is for
        public override ValueTask DisposeAsync()
#pragma warning restore CA2215
        {
            observer = null;
            return ValueTask.CompletedTask;
        }
    }
}

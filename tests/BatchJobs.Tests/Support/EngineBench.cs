using BatchJobs.Execution;
using BatchJobs.Testing.Scripting;

namespace BatchJobs.Tests.Support;

/// <summary>The real engine over scripted pods under virtual time.</summary>
internal sealed class EngineBench : VirtualBench, IAsyncDisposable
{
    public EngineBench(params PodRule[] rules)
        : this(null, (inner, _) => inner, rules)
    {
    }

    public EngineBench(Func<IPodExecutor, TimeProvider, IPodExecutor> wrap, params PodRule[] rules)
        : this(null, wrap, rules)
    {
    }

    public EngineBench(JobEngineOptions? options, Func<IPodExecutor, IPodExecutor>? wrap, params PodRule[] rules)
        : this(options, (inner, _) => wrap?.Invoke(inner) ?? inner, rules)
    {
    }

    private EngineBench(JobEngineOptions? options, Func<IPodExecutor, TimeProvider, IPodExecutor> wrap, PodRule[] rules)
    {
        Scripted = new ScriptedPodExecutor(Clock, rules);
        Engine = new JobEngine(wrap(Scripted, Clock), (options ?? new JobEngineOptions()) with { TimeProvider = Clock });
    }

    public ScriptedPodExecutor Scripted { get; }

    public override JobEngine Engine { get; }

    public TimeSpan Elapsed => Clock.GetUtcNow() - Start;

    public async ValueTask DisposeAsync() => await Engine.AbandonAsync();
}

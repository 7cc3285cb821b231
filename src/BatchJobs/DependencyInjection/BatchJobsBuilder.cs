using BatchJobs.Execution;
using BatchJobs.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace BatchJobs.DependencyInjection;

/// <summary>Keeps what makes up one engine until somebody asks for it.</summary>
internal sealed class BatchJobsBuilder(IServiceCollection services, string? name) : IBatchJobsBuilder
{
    private readonly List<Func<IServiceProvider, IPodExecutor, IPodExecutor>> wraps = [];
    private Func<IServiceProvider, IPodExecutor>? createExecutor;
    private Func<IServiceProvider, IJobStore>? createStore;

    public IServiceCollection Services => services;

    public string? Name => name;

    public IBatchJobsBuilder UseExecutor(Func<IServiceProvider, IPodExecutor> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        createExecutor = create;
        return this;
    }

    public IBatchJobsBuilder UseStore(Func<IServiceProvider, IJobStore> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        createStore = create;
        return this;
    }

    public IJobStore? CreateStore(IServiceProvider provider) => createStore?.Invoke(provider);

    public IBatchJobsBuilder WrapExecutor(Func<IServiceProvider, IPodExecutor, IPodExecutor> wrap)
    {
        ArgumentNullException.ThrowIfNull(wrap);
        wraps.Add(wrap);
        return this;
    }

    public IPodExecutor CreateExecutor(IServiceProvider provider) => wraps.Aggregate(CreateInnermost(provider), (executor, wrap) => wrap(provider, executor));

    private IPodExecutor CreateInnermost(IServiceProvider provider) => createExecutor?.Invoke(provider)
        ?? throw new InvalidOperationException($"Nothing runs the pods of {(name is null ? "the engine" : $"engine \"{name}\"")}: say UseInProcess(), UseProcesses() or UseExecutor(...) after AddBatchJobs().");
}

using BatchJobs.Execution;
using Microsoft.Extensions.DependencyInjection;

namespace BatchJobs.DependencyInjection;

/// <summary>Keeps what makes up one engine until somebody asks for it.</summary>
internal sealed class BatchJobsBuilder(IServiceCollection services, string? name) : IBatchJobsBuilder
{
    private Func<IServiceProvider, IPodExecutor>? createExecutor;

    public IServiceCollection Services => services;

    public string? Name => name;

    public IBatchJobsBuilder UseExecutor(Func<IServiceProvider, IPodExecutor> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        createExecutor = create;
        return this;
    }

    public IPodExecutor CreateExecutor(IServiceProvider provider) => createExecutor?.Invoke(provider)
        ?? throw new InvalidOperationException($"Nothing runs the pods of {(name is null ? "the engine" : $"engine \"{name}\"")}: say UseInProcess(), UseProcesses() or UseExecutor(...) after AddBatchJobs().");
}

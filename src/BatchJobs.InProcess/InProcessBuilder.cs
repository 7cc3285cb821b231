using System.Diagnostics.CodeAnalysis;
using BatchJobs.DependencyInjection;
using BatchJobs.Execution;
using BatchJobs.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BatchJobs.InProcess;

/// <summary>Sets up an engine whose pods run in this process: names their handlers.</summary>
public sealed class InProcessBuilder : IBatchJobsBuilder
{
    private readonly IBatchJobsBuilder inner;

    internal InProcessBuilder(IBatchJobsBuilder inner, PodHandlers handlers)
    {
        this.inner = inner;
        Handlers = handlers;
    }

    /// <inheritdoc />
    public IServiceCollection Services => inner.Services;

    /// <inheritdoc />
    public string? Name => inner.Name;

    /// <summary>Which handler stands behind which image name.</summary>
    public PodHandlers Handlers { get; }

    /// <inheritdoc />
    public IBatchJobsBuilder UseExecutor(Func<IServiceProvider, IPodExecutor> create) => inner.UseExecutor(create);

    /// <inheritdoc />
    public IBatchJobsBuilder UseStore(Func<IServiceProvider, IJobStore> create) => inner.UseStore(create);

    /// <inheritdoc />
    public IBatchJobsBuilder WrapExecutor(Func<IServiceProvider, IPodExecutor, IPodExecutor> wrap) => inner.WrapExecutor(wrap);

    /// <summary>Registers a handler and its type: each attempt gets one from a scope of its own.</summary>
    /// <typeparam name="THandler">The type; its constructor parameters are services.</typeparam>
    /// <param name="image">The image name.</param>
    /// <returns>This builder.</returns>
    public InProcessBuilder AddHandler<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(string image)
        where THandler : class, IPodHandler => AddScoped<THandler>(image, ownThread: false);

    /// <summary>Registers a handler that blocks and its type: each attempt gets one from a scope of its own, and a thread of its own.</summary>
    /// <typeparam name="THandler">The type; its constructor parameters are services.</typeparam>
    /// <param name="image">The image name.</param>
    /// <returns>This builder.</returns>
    public InProcessBuilder AddBlockingHandler<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(string image)
        where THandler : class, IPodHandler => AddScoped<THandler>(image, ownThread: true);

    /// <summary>Registers a body that succeeds unless it throws.</summary>
    /// <param name="image">The image name.</param>
    /// <param name="body">The body.</param>
    /// <returns>This builder.</returns>
    public InProcessBuilder AddHandler(string image, Func<PodContext, Task> body)
    {
        Handlers.Add(image, body);
        return this;
    }

    private InProcessBuilder AddScoped<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(string image, bool ownThread)
        where THandler : class, IPodHandler
    {
        Services.TryAddScoped<THandler>();
        Handlers.AddService<THandler>(image, ownThread);
        return this;
    }
}

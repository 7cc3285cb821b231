using BatchJobs.Execution;
using BatchJobs.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace BatchJobs.DependencyInjection;

/// <summary>Sets up one engine in a container.</summary>
public interface IBatchJobsBuilder
{
    /// <summary>The container's services.</summary>
    IServiceCollection Services { get; }

    /// <summary>The name of the engine, which is the key of its services; null for the one without name.</summary>
    string? Name { get; }

    /// <summary>Says what runs the pods; what was said before is replaced.</summary>
    /// <param name="create">Makes the executor, which the engine owns from then on.</param>
    /// <returns>This builder.</returns>
    IBatchJobsBuilder UseExecutor(Func<IServiceProvider, IPodExecutor> create);

    /// <summary>Says where Jobs are kept; what was said before is replaced.</summary>
    /// <param name="create">Makes the store, which the engine owns from then on.</param>
    /// <returns>This builder.</returns>
    IBatchJobsBuilder UseStore(Func<IServiceProvider, IJobStore> create);

    /// <summary>Puts something in front of the executor, such as a scheduler; what is said last is outermost.</summary>
    /// <param name="wrap">Makes of the executor the one that the engine sees.</param>
    /// <returns>This builder.</returns>
    IBatchJobsBuilder WrapExecutor(Func<IServiceProvider, IPodExecutor, IPodExecutor> wrap);
}

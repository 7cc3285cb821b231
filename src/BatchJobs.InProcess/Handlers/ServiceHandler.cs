using Microsoft.Extensions.DependencyInjection;

namespace BatchJobs.InProcess.Handlers;

/// <summary>A handler made anew for each attempt, in the scope of that attempt.</summary>
internal sealed class ServiceHandler<THandler> : IPodHandler
    where THandler : class, IPodHandler
{
    public ValueTask<int> RunAsync(PodContext pod) => pod.Services.GetRequiredService<THandler>().RunAsync(pod);
}

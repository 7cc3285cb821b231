using BatchJobs.Client;
using BatchJobs.Kubernetes;
using BatchJobs.Primitives;

namespace BatchJobs.Cli.Running.Clusters;

/// <summary>The Job controller of a cluster.</summary>
/// <param name="client">The way to it.</param>
/// <param name="keepsJobs">Whether Jobs that have ended stay there.</param>
internal sealed class NativeTarget(KubernetesJobClient client, bool keepsJobs) : IRunTarget
{
    public IJobClient Client => client;

    /// <summary>A cluster too old to suspend a Job can only delete it.</summary>
    public async Task StopAsync(JobKey key)
    {
        try
        {
            await client.SuspendAsync(key);
        }
        catch (UnsupportedFieldsException)
        {
            await client.DeleteAsync(key, new JobDeleteOptions { Propagation = DeletionPropagation.Foreground });
        }
    }

    public Task CleanUpAsync(JobKey key) => keepsJobs ? Task.CompletedTask : client.DeleteAsync(key);

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }
}

using System.Runtime.CompilerServices;
using BatchJobs.Client;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs;

/// <summary>The same for all Jobs that are selected, not for one page of them.</summary>
public static class JobBulkExtensions
{
    /// <summary>Lists all selected Jobs, page by page.</summary>
    /// <param name="client">The client.</param>
    /// <param name="options">Which Jobs, and how many are fetched at a time; null for all.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    /// <returns>The Jobs, ordered by namespace and name.</returns>
    public static async IAsyncEnumerable<Job> ListAllAsync(
        this IJobClient client,
        JobListOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        options ??= new JobListOptions();
        JobKey? start = options.Continue;
        do
        {
            JobList page = await client.ListAsync(options with { Continue = start }, cancellationToken).ConfigureAwait(false);
            foreach (Job job in page.Items)
            {
                yield return job;
            }

            start = page.Continue;
        }
        while (start is not null);
    }

    /// <summary>Deletes all selected Jobs; those that somebody else deletes meanwhile are passed over.</summary>
    /// <param name="client">The client.</param>
    /// <param name="options">Which Jobs.</param>
    /// <param name="delete">What becomes of their pods.</param>
    /// <param name="cancellationToken">Ends the deleting; what is deleted stays so.</param>
    /// <returns>How many were deleted.</returns>
    public static Task<int> DeleteAllAsync(this IJobClient client, JobListOptions options, JobDeleteOptions? delete = null, CancellationToken cancellationToken = default) =>
        ForAllAsync(client, options, key => client.DeleteAsync(key, delete, cancellationToken), cancellationToken);

    /// <summary>Changes all selected Jobs; those that somebody deletes meanwhile are passed over.</summary>
    /// <param name="client">The client.</param>
    /// <param name="options">Which Jobs.</param>
    /// <param name="patch">The change.</param>
    /// <param name="cancellationToken">Ends the changing; what is changed stays so.</param>
    /// <returns>How many were changed.</returns>
    public static Task<int> PatchAllAsync(this IJobClient client, JobListOptions options, JobPatch patch, CancellationToken cancellationToken = default) =>
        ForAllAsync(client, options, key => client.PatchAsync(key, patch, cancellationToken), cancellationToken);

    private static async Task<int> ForAllAsync(IJobClient client, JobListOptions options, Func<JobKey, Task> act, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        int count = 0;
        await foreach (Job job in ListAllAsync(client, options, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                await act(job.Key()).ConfigureAwait(false);
                count++;
            }
            catch (JobNotFoundException)
            {
                // Somebody else was quicker.
            }
        }

        return count;
    }
}

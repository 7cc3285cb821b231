using System.CommandLine.Completions;
using BatchJobs.Cli.Connecting;
using BatchJobs.Client;
using BatchJobs.Control;
using BatchJobs.Storage;

namespace BatchJobs.Cli.Commands;

/// <summary>The names of Jobs for the completion of a shell, which wants them now or not at all.</summary>
internal static class NameCompletion
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public static IEnumerable<CompletionItem> Of(StoreFile? store, string? namespaceName)
    {
        if (store is null)
        {
            return [];
        }

        try
        {
            using CancellationTokenSource limit = new(Patience);
            return [.. Task.Run(() => NamesAsync(store, namespaceName, limit.Token)).GetAwaiter().GetResult().Select(name => new CompletionItem(name))];
        }
        catch (Exception exception) when (exception is Input.BadInputException or JobStoreException or JobControlException or OperationCanceledException)
        {
            return [];
        }
    }

    private static async Task<List<string>> NamesAsync(StoreFile store, string? namespaceName, CancellationToken cancellationToken)
    {
        await using JobConnection connection = await store.OpenAsync(StoreUse.Look, cancellationToken);
        List<string> names = [];
        await foreach (Specs.Job job in connection.Jobs.ListAllAsync(new JobListOptions { Namespace = namespaceName }, cancellationToken))
        {
            names.Add(job.Metadata.Name!);
        }

        names.AddRange((await connection.CronJobs.ListCronJobsAsync(namespaceName, cancellationToken)).Select(cronJob => $"cronjob/{cronJob.Metadata.Name}"));
        return names;
    }
}

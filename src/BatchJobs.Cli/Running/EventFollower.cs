using BatchJobs.Cli.Reporting;
using BatchJobs.Client;
using BatchJobs.Primitives;

namespace BatchJobs.Cli.Running;

/// <summary>Reports the events of one Job, each of them behind what led to it and before what came of it.</summary>
/// <remarks>The changes of a Job, its pods and its events are told by themselves; the order in which they are heard says nothing.</remarks>
/// <param name="client">Knows the events.</param>
/// <param name="key">The Job.</param>
/// <param name="reporter">Is told of them.</param>
/// <param name="since">What happened before is not told again.</param>
internal sealed class EventFollower(IJobClient client, JobKey key, IRunReporter reporter, DateTimeOffset since)
{
    private const string Creation = "Created pod: ";

    private readonly Lock gate = new();
    private readonly HashSet<string> pods = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Reason, string Message), long> reported = [];
    private Task latest = Task.CompletedTask;

    /// <summary>A pod is there, or has changed: reports that it was created, and what happened before, as far as that is not told yet.</summary>
    public Task PodSeenAsync(string pod) => InTurn(async () =>
    {
        string creation = Creation + pod;
        pods.Add(pod);
        if (!reported.ContainsKey(("SuccessfulCreate", creation)))
        {
            List<JobEventEntry> entries = await ListAsync();
            await ReportAsync(entries.Take(entries.FindLastIndex(entry => string.Equals(entry.Message, creation, StringComparison.Ordinal)) + 1));
        }
    });

    /// <summary>The Job has changed: reports what happened up to the next pod that was not seen yet; of its end nothing.</summary>
    public Task JobChangedAsync() => InTurn(async () =>
    {
        List<JobEventEntry> entries = await ListAsync();
        if (await client.GetAsync(key).UnlessGone() is { } job && !job.HasEnded())
        {
            await ReportAsync(entries.TakeWhile(entry => !entry.Message.StartsWith(Creation, StringComparison.Ordinal) || pods.Contains(entry.Message[Creation.Length..])));
        }
    });

    /// <summary>The Job has ended, and all output of its pods is told: reports the rest.</summary>
    public Task JobEndedAsync() => InTurn(async () => await ReportAsync(await ListAsync()));

    /// <summary>One report after the other.</summary>
    private Task InTurn(Func<Task> report)
    {
        lock (gate)
        {
            return latest = After(latest);
        }

        async Task After(Task earlier)
        {
            await earlier;
            await report();
        }
    }

    private async Task<List<JobEventEntry>> ListAsync() => [.. (await client.ListEventsAsync(key).UnlessGone() ?? []).Where(entry => entry.LastTime >= since)];

    private async Task ReportAsync(IEnumerable<JobEventEntry> entries)
    {
        foreach (JobEventEntry entry in entries)
        {
            if (entry.Count > reported.GetValueOrDefault((entry.Reason, entry.Message)))
            {
                reported[(entry.Reason, entry.Message)] = entry.Count;
                await reporter.EventHappenedAsync(key, entry);
            }
        }
    }
}

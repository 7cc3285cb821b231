using BatchJobs.Client;
using BatchJobs.Execution;
using BatchJobs.Primitives;

namespace BatchJobs.Cli.Reporting;

/// <summary>Which lines are printed, and how they look.</summary>
/// <param name="Previous">Only what was written before the last restart of its container.</param>
/// <param name="Prefix">Whether lines begin with the name of the pod even if there is only one.</param>
/// <param name="Timestamps">Whether they have the time they were written at.</param>
internal sealed record LogLines(bool Previous, bool Prefix, bool Timestamps);

/// <summary>Prints the output of pods, that of each in its order, and line by line when there are several.</summary>
/// <param name="client">Knows the pods.</param>
/// <param name="output">Where to.</param>
/// <param name="options">What of each pod.</param>
/// <param name="lines">Which lines, and how they look.</param>
internal sealed class LogPrinter(IJobClient client, TextWriter output, PodLogOptions options, LogLines lines)
{
    private readonly Lock gate = new();

    /// <summary>How many lines were printed.</summary>
    public long Printed { get; private set; }

    /// <summary>Prints the output of the pods of a Job; if it is followed, also of those to come.</summary>
    /// <returns>Whether there was a pod that could have output of the wanted kind, or may still come.</returns>
    public async Task<bool> PrintJobAsync(JobKey key, PodChoice choice, CancellationToken cancellationToken)
    {
        if (!options.Follow)
        {
            return await PrintAsync(key, [.. (await client.ListPodsAsync(key, cancellationToken)).OrderBy(pod => pod.Id.Ordinal).Where(choice.Takes)], cancellationToken);
        }

        Dictionary<string, Task> followed = new(StringComparer.Ordinal);
        await foreach (JobPod pod in client.WatchPodsAsync(key, cancellationToken))
        {
            // A pod that is only asked for has no output to follow yet.
            if (choice.Takes(pod) && pod.Status.Scheduled && !followed.ContainsKey(pod.Name))
            {
                followed.Add(pod.Name, PrintAsync(key, pod, named: true, cancellationToken));
            }
        }

        await Task.WhenAll(followed.Values);
        return true;
    }

    /// <summary>Prints the output of pods.</summary>
    /// <returns>Whether there was one that could have output of the wanted kind.</returns>
    public async Task<bool> PrintAsync(JobKey key, IReadOnlyList<JobPod> pods, CancellationToken cancellationToken)
    {
        List<JobPod> wanted = [.. pods.Where(pod => !lines.Previous || PreviousRun.Exists(pod, options.Container))];
        foreach (JobPod pod in wanted)
        {
            await PrintAsync(key, pod, lines.Prefix || wanted.Count > 1, cancellationToken);
        }

        return wanted.Count > 0;
    }

    private async Task PrintAsync(JobKey key, JobPod pod, bool named, CancellationToken cancellationToken)
    {
        IAsyncEnumerable<PodLogLine> written = lines.Previous
            ? client.ReadLogAsync(key, pod.Name, options with { Tail = null }, cancellationToken).Where(line => PreviousRun.Has(pod, line)).TakeLast(options.Tail ?? int.MaxValue)
            : client.ReadLogAsync(key, pod.Name, options, cancellationToken);
        await foreach (PodLogLine line in written)
        {
            lock (gate)
            {
                string text = lines.Timestamps ? $"{line.Time.UtcDateTime:O} {line.Text}" : line.Text;
                Printed++;
                output.WriteLine(named ? $"{pod.Name} | {text}" : text);
            }
        }
    }
}

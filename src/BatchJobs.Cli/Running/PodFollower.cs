using BatchJobs.Cli.Reporting;
using BatchJobs.Client;
using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Primitives;

namespace BatchJobs.Cli.Running;

/// <summary>Follows the pods of one Job and their output.</summary>
/// <param name="client">Knows the pods.</param>
/// <param name="key">The Job.</param>
/// <param name="reporter">Is told of them.</param>
/// <param name="events">Reports that a pod was created, before anything else is told of it.</param>
/// <param name="countLines">How many lines a pod has written, as far as that can be told.</param>
internal sealed class PodFollower(IJobClient client, JobKey key, IRunReporter reporter, EventFollower events, Func<PodId, long?>? countLines)
{
    private const int RememberedFailures = 5;

    private readonly Dictionary<string, Task> outputs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> statuses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JobPod> failures = new(StringComparer.Ordinal);

    /// <summary>The latest pods that failed, oldest first.</summary>
    public IReadOnlyList<JobPod> FailedPods =>
        [.. failures.Values.OrderBy(pod => pod.Id.Ordinal).TakeLast(RememberedFailures)];

    /// <summary>Follows the pods until the Job has ended and all their output has been reported.</summary>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (JobPod pod in client.WatchPodsAsync(key, cancellationToken))
            {
                await SeeAsync(pod);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The Job was stopped: its pods have ended, and with them their output.
        }
        catch (JobNotFoundException)
        {
            // A Job with ttlSecondsAfterFinished: 0 is gone as soon as it has finished.
        }

        await Task.WhenAll(outputs.Values);
    }

    private async Task SeeAsync(JobPod pod)
    {
        await events.PodSeenAsync(pod.Name);

        // A pod that is only asked for has no output to follow yet.
        if (pod.Status.Scheduled && !outputs.ContainsKey(pod.Name))
        {
            outputs.Add(pod.Name, FollowOutputAsync(pod));
        }

        if (pod.Status.Phase == PodPhase.Failed)
        {
            failures[pod.Name] = pod;
            if (failures.Count > 2 * RememberedFailures)
            {
                failures.Remove(failures.Values.MinBy(failed => failed.Id.Ordinal)!.Name);
            }
        }

        string status = pod.StatusWord();
        if (!string.Equals(status, statuses.GetValueOrDefault(pod.Name), StringComparison.Ordinal))
        {
            statuses[pod.Name] = status;
            if (pod.HasEnded() && outputs.TryGetValue(pod.Name, out Task? output))
            {
                outputs[pod.Name] = ReportEndAsync(pod, output);
            }
            else
            {
                await reporter.PodChangedAsync(key, pod);
            }
        }
    }

    private async Task ReportEndAsync(JobPod pod, Task output)
    {
        await output;
        await reporter.PodChangedAsync(key, pod);
    }

    private async Task FollowOutputAsync(JobPod pod)
    {
        long told = 0;
        try
        {
            await foreach (PodLogLine line in client.ReadLogAsync(key, pod.Name, new PodLogOptions { Follow = true }))
            {
                await reporter.PodLoggedAsync(key, pod.Name, line);
                told++;
            }
        }
        catch (JobNotFoundException)
        {
            // As above: gone together with its Job.
        }

        if (countLines?.Invoke(pod.Id) is { } written && written > told)
        {
            await reporter.NoteAsync($"warning: pod {pod.Name} wrote {written} lines, {written - told} of them faster than they could be shown");
        }
    }
}

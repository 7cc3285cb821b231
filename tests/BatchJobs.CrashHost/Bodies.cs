using System.Globalization;
using BatchJobs.InProcess;

namespace BatchJobs.CrashHost;

/// <summary>What the pods that are calls do.</summary>
internal sealed class Bodies(Journal journal)
{
    public JobEngine? Engine { get; set; }

    public PodHandlers Handlers => new PodHandlers()
        .Add("flaky", async pod => await WorkAsync(pod) && Failures(pod) >= pod.Index % 3 ? 0 : 1)
        .Add("partial", async pod => await WorkAsync(pod) && pod.Index % 5 != 0 ? 0 : 42)
        .Add("sound", async pod => await WorkAsync(pod) ? 0 : 1)
        .Add("doomed", async pod => await WorkAsync(pod) ? 1 : 2);

    private static int Failures(PodContext pod) => int.Parse(pod.Environment["FAILURES"], CultureInfo.InvariantCulture);

    private async Task<bool> WorkAsync(PodContext pod)
    {
        if (pod.CompletionIndex is { } index && Engine is not null && Contains((await Engine.GetAsync(pod.Job, pod.CancellationToken)).Status?.CompletedIndexes, index))
        {
            journal.Violation($"{pod.Job}: index {index} was started after it had completed");
        }

        await Task.Delay(TimeSpan.FromMilliseconds(10), pod.CancellationToken);
        return true;
    }

    private static bool Contains(string? indexes, int index) => !string.IsNullOrEmpty(indexes) && indexes.Split(',').Any(part =>
    {
        int[] ends = [.. part.Split('-').Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
        return ends[0] <= index && index <= ends[^1];
    });
}

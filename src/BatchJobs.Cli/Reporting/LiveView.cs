using System.Globalization;
using BatchJobs.Client;
using BatchJobs.Pods;
using BatchJobs.Specs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace BatchJobs.Cli.Reporting;

/// <summary>What the live part of the terminal shows: the Jobs with their progress, the pods that live and the latest that ended.</summary>
/// <param name="time">Tells how long they have been running.</param>
/// <param name="terminal">What it has to fit on.</param>
internal sealed class LiveView(TimeProvider time, Profile terminal)
{
    private const int FewestJobs = 3;
    private const int ShownPods = 12;
    private const int BarWidth = 30;

    private readonly Lock gate = new();
    private readonly SortedDictionary<string, Job> jobs = new(StringComparer.Ordinal);
    private readonly Dictionary<PodId, JobPod> pods = [];

    public void Show(Job job)
    {
        lock (gate)
        {
            jobs[job.Key().Display()] = job;
        }
    }

    /// <summary>Shows these Jobs and no others.</summary>
    public void Keep(IEnumerable<Job> present)
    {
        lock (gate)
        {
            jobs.Clear();
            foreach (Job job in present)
            {
                jobs[job.Key().Display()] = job;
            }
        }
    }

    /// <summary>Takes a pod in; true if it is news that the pod failed.</summary>
    public bool Show(JobPod pod)
    {
        lock (gate)
        {
            bool failedBefore = pods.TryGetValue(pod.Id, out JobPod? before) && before.Status.Phase == PodPhase.Failed;
            pods[pod.Id] = pod;
            if (pod.HasEnded() && pods.Count > 4 * ShownPods)
            {
                pods.Remove(pods.Values.Where(PodWords.HasEnded).MinBy(ended => ended.CreationTimestamp)!.Id);
            }

            return pod.Status.Phase == PodPhase.Failed && !failedBefore;
        }
    }

    public IRenderable Render()
    {
        lock (gate)
        {
            // What goes on comes first: it is what people look for, and what scrolls away can't be seen.
            int room = Math.Max(FewestJobs, terminal.Height - ShownPods - 4);
            string rest = jobs.Count > room ? string.Create(CultureInfo.InvariantCulture, $"and {jobs.Count - room} more") : "";
            return new Rows([Text.Empty, .. jobs.Values.OrderBy(job => job.IsFinished()).Take(room).Select(Progress), new Text(rest, new Style(Color.Grey)), PodTable()]);
        }
    }

    private Markup Progress(Job job)
    {
        int wanted = job.Spec.Completions ?? 1;
        int done = Math.Min(job.Status?.Succeeded ?? 0, wanted);
        int filled = wanted == 0 ? BarWidth : (int)((long)BarWidth * done / wanted);
        string duration = job.Duration(time.GetUtcNow()) is { } active ? HumanDuration.Format(active) : "";
        string failed = job.Status?.Failed is > 0 and int count ? string.Create(CultureInfo.InvariantCulture, $" [red]{count} failed[/]") : "";
        return new Markup(
            $"[green]{new string('━', filled)}[/][grey]{new string('━', BarWidth - filled)}[/] "
            + $"{Markup.Escape(job.Key().Display())} {job.Completions()} {job.StatusWord()} {duration}{failed}");
    }

    private Table PodTable()
    {
        Table table = new Table().Border(TableBorder.None).AddColumns("POD", "STATUS", "INDEX", "EXIT", "DURATION");
        foreach (JobPod pod in pods.Values.OrderBy(PodWords.HasEnded).ThenByDescending(pod => pod.Id.Ordinal).Take(ShownPods))
        {
            table.AddRow(
                new Text(pod.Name),
                new Text(pod.StatusWord(), StyleOf(pod)),
                new Text(pod.Index?.ToString(CultureInfo.InvariantCulture) ?? ""),
                new Text(pod.ExitCode()?.ToString(CultureInfo.InvariantCulture) ?? ""),
                new Text(HumanDuration.Format(pod.Duration(time.GetUtcNow()))));
        }

        return table;
    }

    private static Style StyleOf(JobPod pod) => new(pod.Status.Phase switch
    {
        PodPhase.Succeeded => Color.Green,
        PodPhase.Failed => Color.Red,
        PodPhase.Running => Color.Blue,
        _ => Color.Grey,
    });
}

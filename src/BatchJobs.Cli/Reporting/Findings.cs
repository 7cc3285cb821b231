using System.Text.Json.Nodes;
using BatchJobs.Cli.Input;
using BatchJobs.Client;
using BatchJobs.Specs;

namespace BatchJobs.Cli.Reporting;

/// <summary>Objects that were looked for: those found, and those not.</summary>
internal sealed class Findings
{
    public List<CronJob> CronJobs { get; } = [];

    public List<Job> Jobs { get; } = [];

    public List<(Job Job, JobPod Pod)> Pods { get; } = [];

    public List<JobNotFoundException> Missing { get; } = [];

    public bool IsEmpty => Names.Count == 0;

    private List<JsonNode> Objects => [.. CronJobs.Select(ObjectText.Json), .. Jobs.Select(ObjectText.Json), .. Pods.Select(JsonNode (pod) => PodJson.Of(pod.Job, pod.Pod))];

    private List<string> Names =>
    [
        .. CronJobs.Select(cronJob => ResourceKind.CronJob.Display(cronJob.Metadata.Name)),
        .. Jobs.Select(job => ResourceKind.Job.Display(job.Metadata.Name)),
        .. Pods.Select(pod => ResourceKind.Pod.Display(pod.Pod.Name)),
    ];

    /// <param name="output">Where to.</param>
    /// <param name="format">In which form.</param>
    /// <param name="single">Whether one object was asked for by its name, and not a list that may have one item.</param>
    /// <param name="withNamespace">Whether rows begin with the namespace.</param>
    public void Write(TextWriter output, ObjectFormat format, bool single, bool withNamespace)
    {
        switch (format)
        {
            case ObjectFormat.Json or ObjectFormat.Yaml when single && IsEmpty:
                break;
            case ObjectFormat.Json:
                output.WriteLine(ObjectText.Json(Objects, single));
                break;
            case ObjectFormat.Yaml:
                output.WriteLine(ObjectText.Yaml(Objects));
                break;
            case ObjectFormat.Name:
                Names.ForEach(output.WriteLine);
                break;
            default:
                WriteTables(output, format == ObjectFormat.Wide, withNamespace);
                break;
        }
    }

    private void WriteTables(TextWriter output, bool wide, bool withNamespace)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        (string[] Header, List<string[]> Rows)[] tables =
        [
            (Tables.CronJobHeader(wide), [.. CronJobs.Select(cronJob => Placed(cronJob.Metadata, Tables.Row(cronJob, wide, now)))]),
            (Tables.JobHeader(wide), [.. Jobs.Select(job => Placed(job.Metadata, Tables.Row(job, wide, now)))]),
            (Tables.PodHeader(wide), [.. Pods.Select(pod => Placed(pod.Job.Metadata, Tables.Row(pod.Job, pod.Pod, wide, now)))]),
        ];
        bool first = true;
        foreach ((string[] header, List<string[]> rows) in tables.Where(table => table.Rows.Count > 0))
        {
            if (!first)
            {
                output.WriteLine();
            }

            first = false;
            foreach (string line in TextTable.Lines([withNamespace ? ["NAMESPACE", .. header] : header, .. rows]))
            {
                output.WriteLine(line);
            }
        }

        string[] Placed(ObjectMeta metadata, string[] row) => withNamespace ? [metadata.Namespace!, .. row] : row;
    }
}

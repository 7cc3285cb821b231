using System.Text.Json.Nodes;
using BatchJobs.Client;
using BatchJobs.Pods;
using BatchJobs.Specs;

namespace BatchJobs.Cli.Reporting;

/// <summary>A pod as JSON, as far as anything is known that <c>kubectl get pod -o json</c> shows.</summary>
internal static class PodJson
{
    public static JsonObject Of(Job job, JobPod pod) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Pod",
        ["metadata"] = new JsonObject
        {
            ["name"] = pod.Name,
            ["namespace"] = job.Metadata.Namespace,
            ["uid"] = pod.Uid,
            ["creationTimestamp"] = Time(pod.CreationTimestamp),
            ["deletionTimestamp"] = Time(pod.Status.DeletionTimestamp),
            ["labels"] = new JsonObject(Labels(job, pod).Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value))),
        },
        ["status"] = new JsonObject
        {
            ["phase"] = pod.Status.Phase.ToString(),
            ["reason"] = pod.Status.Reason,
            ["message"] = pod.Status.Message,
            ["startTime"] = Time(pod.Status.StartTime),
            ["conditions"] = new JsonArray([.. pod.Status.Conditions.Select(Condition)]),
            ["initContainerStatuses"] = new JsonArray([.. pod.Status.InitContainerStatuses.Select(Container)]),
            ["containerStatuses"] = new JsonArray([.. pod.Status.ContainerStatuses.Select(Container)]),
        },
    };

    /// <summary>The labels of a pod follow from the template and its index.</summary>
    public static IReadOnlyDictionary<string, string> Labels(Job job, JobPod pod)
    {
        Dictionary<string, string> labels = new(job.Spec.Template.Metadata?.Labels ?? new Dictionary<string, string>(), StringComparer.Ordinal);
        if (pod.Index is { } index)
        {
            labels["batch.kubernetes.io/job-completion-index"] = index.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return labels;
    }

    private static JsonObject Condition(PodCondition condition) => new()
    {
        ["type"] = condition.Type,
        ["status"] = condition.Status.ToString(),
        ["reason"] = condition.Reason,
        ["message"] = condition.Message,
    };

    private static JsonObject Container(ContainerStatus container) => new()
    {
        ["name"] = container.Name,
        ["ready"] = container.Ready,
        ["restartCount"] = container.RestartCount,
        ["state"] = container switch
        {
            { Terminated: { } end } => new JsonObject { ["terminated"] = Termination(end) },
            { Running: { } running } => new JsonObject { ["running"] = new JsonObject { ["startedAt"] = Time(running.StartedAt) } },
            { Waiting: { } waiting } => new JsonObject { ["waiting"] = new JsonObject { ["reason"] = waiting.Reason, ["message"] = waiting.Message } },
            _ => new JsonObject(),
        },
        ["lastState"] = container.LastTermination is { } last ? new JsonObject { ["terminated"] = Termination(last) } : new JsonObject(),
    };

    private static JsonObject Termination(ContainerTermination end) => new()
    {
        ["exitCode"] = end.ExitCode,
        ["signal"] = end.Signal,
        ["reason"] = end.Reason,
        ["message"] = end.Message,
        ["startedAt"] = Time(end.StartedAt),
        ["finishedAt"] = Time(end.FinishedAt),
    };

    private static JsonValue? Time(DateTimeOffset? time) => time is { } instant ? JsonValue.Create(instant.UtcDateTime) : null;
}

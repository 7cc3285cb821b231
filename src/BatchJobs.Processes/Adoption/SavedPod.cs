using System.Text.Json.Serialization;
using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Processes.Adoption;

/// <summary>A pod as it is saved: enough to go on with it.</summary>
internal sealed record SavedPod
{
    public required PodId Id { get; init; }

    public required string Name { get; init; }

    public required Guid Uid { get; init; }

    public required string JobNamespace { get; init; }

    public required string JobName { get; init; }

    public int? Index { get; init; }

    public required DateTimeOffset CreationTimestamp { get; init; }

    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    public required IReadOnlyDictionary<string, string> Annotations { get; init; }

    public required PodTemplateSpec Template { get; init; }

    public required PodStatus Status { get; init; }

    public required IReadOnlyList<SavedProcess> Processes { get; init; }

    internal static SavedPod Of(PodStartRequest pod, PodStatus status, IEnumerable<SavedProcess> processes) => new()
    {
        Id = pod.Id,
        Name = pod.Name,
        Uid = pod.Uid,
        JobNamespace = pod.Job.Namespace,
        JobName = pod.Job.Name,
        Index = pod.Index,
        CreationTimestamp = pod.CreationTimestamp,
        Labels = pod.Labels,
        Annotations = pod.Annotations,
        Template = new PodTemplateSpec { Spec = pod.Spec },
        Status = status,
        Processes = [.. processes],
    };

    internal PodStartRequest ToRequest() => new()
    {
        Id = Id,
        Name = Name,
        Uid = Uid,
        Job = new JobKey(JobNamespace, JobName),
        Index = Index,
        CreationTimestamp = CreationTimestamp,
        Labels = Labels,
        Annotations = Annotations,
        Spec = Template.Spec!,
    };
}

/// <summary>A process as it is saved: number, start and marker together are those of no other process.</summary>
internal sealed record SavedProcess(string Container, int Id, long StartTime, string Marker);

/// <summary>Saved pods as JSON without reflection.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true, MaxDepth = 1000)]
[JsonSerializable(typeof(SavedPod))]
internal sealed partial class SavedPodJson : JsonSerializerContext;

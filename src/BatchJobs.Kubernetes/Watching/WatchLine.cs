using System.Net;
using System.Text.Json;
using k8s;
using k8s.Models;

namespace BatchJobs.Kubernetes.Watching;

/// <summary>What one line of a watch says.</summary>
internal enum WatchLineKind
{
    /// <summary>An object is new or has changed.</summary>
    Changed,

    /// <summary>An object has gone, or is no longer selected.</summary>
    Removed,

    /// <summary>Nothing happened up to a version.</summary>
    Bookmark,
}

/// <summary>One line of a watch.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Object">The object; of a bookmark only its version.</param>
internal readonly record struct WatchLine(WatchLineKind Kind, WatchedObject Object)
{
    /// <exception cref="KubernetesApiException">The line is the error that ends the watch.</exception>
    /// <exception cref="JsonException">The line is cut off.</exception>
    public static WatchLine Parse(JsonDocument line)
    {
        string? type = line.RootElement.GetProperty("type").GetString();
        JsonElement content = line.RootElement.GetProperty("object");
        return type switch
        {
            "ERROR" => throw Failure(KubernetesJson.Deserialize<V1Status>(content)),
            "BOOKMARK" => new WatchLine(WatchLineKind.Bookmark, new WatchedObject(content)),
            "DELETED" => new WatchLine(WatchLineKind.Removed, new WatchedObject(content)),
            _ => new WatchLine(WatchLineKind.Changed, new WatchedObject(content, IsNew: type == "ADDED")),
        };
    }

    private static KubernetesApiException Failure(V1Status status) =>
        new((HttpStatusCode)(status.Code ?? 500), status.Reason ?? "Unknown", status.Message ?? "the watch failed");
}

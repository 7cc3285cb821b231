using System.Text.Json;

namespace BatchJobs.Kubernetes.Watching;

/// <summary>An object as the server wrote it.</summary>
/// <param name="Content">The JSON; to be read before the call that hands it over returns.</param>
/// <param name="IsNew">Whether the watch says that it was just created.</param>
internal readonly record struct WatchedObject(JsonElement Content, bool IsNew = false)
{
    public string Namespace => Member("namespace");

    public string Name => Member("name");

    public string Uid => Member("uid");

    public string Version => Member("resourceVersion");

    private string Member(string name) =>
        Content.TryGetProperty("metadata", out JsonElement metadata) && metadata.TryGetProperty(name, out JsonElement value) ? value.GetString() ?? "" : "";
}

using BatchJobs.Primitives;

namespace BatchJobs.Manifests;

/// <summary>Says plainly what is wrong with the apiVersion and kind of a manifest, and what to write there.</summary>
internal static class KindAdvice
{
    private const string ApiVersion = "batch/v1";
    private const string Scheme = " in scheme ";

    private static readonly string[] Kinds = [nameof(ManifestKind.Job), nameof(ManifestKind.CronJob)];

    public static ManifestError Add(ManifestError error, ManifestNode root)
    {
        int scheme = error.Message.IndexOf(Scheme, StringComparison.Ordinal);
        return error with { PlainMessage = scheme < 0 ? error.Message : error.Message[..scheme], Suggestion = Suggest(Text(root, "apiVersion"), Text(root, "kind")) };
    }

    private static string? Suggest(string? apiVersion, string? kind)
    {
        string? near = kind is null ? Kinds[0] : NearestWord.Of(kind, Kinds);
        bool isVersion = apiVersion is null or ApiVersion;
        bool isKind = near == kind;
        return (near, isVersion, isKind) switch
        {
            (not null, true, false) => $"did you mean {near}?",
            (not null, false, true) => $"write apiVersion: {ApiVersion}",
            (not null, true, true) => null,
            (not null, false, false) => $"write apiVersion: {ApiVersion} and kind: {near}",
            _ => $"give a Job or a CronJob of {ApiVersion}, a pod as the template of a Job",
        };
    }

    private static string? Text(ManifestNode root, string name) => root.Member(name) is { Kind: ManifestNodeKind.String } node ? node.Text : null;
}

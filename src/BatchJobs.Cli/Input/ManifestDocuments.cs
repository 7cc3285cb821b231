using System.Text.RegularExpressions;
using BatchJobs.Manifests;
using BatchJobs.Validation;
using BatchJobs.Yaml;

namespace BatchJobs.Cli.Input;

/// <summary>The documents of a manifest and what is wrong with them.</summary>
internal static partial class ManifestDocuments
{
    /// <exception cref="BadInputException">There is nothing but comments in the text.</exception>
    public static IReadOnlyList<ManifestResult> Read(ManifestText manifest) =>
        manifest.Text.Split('\n').All(line => line.Trim() is "" or "---" or ['#', ..])
            ? throw new BadInputException($"{manifest.Source}: there is no Job in it; samples/manifests/example-job.yaml shows what one looks like")
            : YamlManifestReader.ReadAll(manifest.Text);

    /// <summary>What kept a document from being read.</summary>
    public static IEnumerable<string> Problems(string source, ManifestResult document) =>
        document.Succeeded ? []
        : document.Errors.Count == 0 ? [$"{source}: {document.Message}{Advice(document.Message)}"]
        : document.Errors.Select(error => $"{At(source, error.Position)}: {error.Message}{Advice(error.Message)}");

    /// <summary>What the API server refuses in a document that could be read.</summary>
    public static IEnumerable<string> Problems(string source, ManifestResult document, IEnumerable<FieldError> errors) =>
        errors.Select(error => $"{At(source, document.Locate(error.Field))}: {error}");

    /// <summary>What to do about what the API server says of a document that is none of its own.</summary>
    private static string? Advice(string? message) => message switch
    {
        null => null,
        _ when message.Contains("cannot unmarshal", StringComparison.Ordinal) && message.Contains("of type struct {", StringComparison.Ordinal) =>
            "; a manifest is an object with apiVersion: batch/v1 and kind: Job or CronJob",
        _ when message.StartsWith("no kind ", StringComparison.Ordinal) => "; give a Job or a CronJob of batch/v1, a pod as the template of a Job",
        _ when RepeatedStart().IsMatch(message) => "; if another document begins here, put a line with --- before it",
        _ => null,
    };

    [GeneratedRegex("key \"(apiVersion|kind|metadata|spec)\" already set in map", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RepeatedStart();

    private static string At(string source, ManifestPosition? position) =>
        position is { } place ? FormattableString.Invariant($"{source}:{place.Line}:{place.Column}") : source;
}

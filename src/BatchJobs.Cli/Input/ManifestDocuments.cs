using BatchJobs.Manifests;
using BatchJobs.Validation;
using BatchJobs.Yaml;

namespace BatchJobs.Cli.Input;

/// <summary>The documents of a manifest and what is wrong with them.</summary>
internal static class ManifestDocuments
{
    /// <exception cref="BadInputException">There is nothing but comments in the text.</exception>
    public static IReadOnlyList<ManifestResult> Read(ManifestText manifest) =>
        manifest.Text.Split('\n').All(line => line.Trim() is "" or "---" or ['#', ..])
            ? throw new BadInputException($"{manifest.Source}: there is no Job in it; samples/manifests/example-job.yaml shows what one looks like")
            : YamlManifestReader.ReadAll(manifest.Text);

    /// <summary>What kept a document from being read.</summary>
    public static IEnumerable<string> Problems(string source, ManifestResult document) =>
        document.Succeeded ? []
        : document.Errors.Count == 0 ? [$"{source}: {document.Message}"]
        : document.Errors.Select(error => $"{At(source, error.Position)}: {error.Message}");

    /// <summary>What the API server refuses in a document that could be read.</summary>
    public static IEnumerable<string> Problems(string source, ManifestResult document, IEnumerable<FieldError> errors) =>
        errors.Select(error => $"{At(source, document.Locate(error.Field))}: {error}");

    private static string At(string source, ManifestPosition? position) =>
        position is { } place ? FormattableString.Invariant($"{source}:{place.Line}:{place.Column}") : source;
}

using System.Text.RegularExpressions;
using BatchJobs.Manifests;
using BatchJobs.Validation;
using BatchJobs.Yaml;

namespace BatchJobs.Cli.Input;

/// <summary>The documents of a manifest and what is wrong with them.</summary>
internal static partial class ManifestDocuments
{
    private const string NotSupported = "FieldValueNotSupported";
    private const string NameOfPods = "metadata.name: this is used in Pod names and hostnames";

    /// <exception cref="BadInputException">There is nothing but comments in the text.</exception>
    public static IReadOnlyList<ManifestResult> Read(ManifestText manifest) =>
        manifest.Text.Split('\n').All(line => line.Trim() is "" or "---" or ['#', ..])
            ? throw new BadInputException($"{manifest.Source}: there is no Job in it; a manifest begins with apiVersion: batch/v1 and kind: Job")
            : YamlManifestReader.ReadAll(manifest.Text);

    /// <summary>What kept a document from being read.</summary>
    public static IEnumerable<string> Problems(string source, ManifestResult document) =>
        document.Succeeded ? []
        : document.Errors.Count == 0 ? [$"{source}: {document.Message}"]
        : document.Errors.Select(error => $"{At(source, error.Position)}: {error.PlainMessage}{Ending(error.Suggestion ?? Advice(error.Message))}");

    /// <summary>What the API server refuses in a document that could be read.</summary>
    public static IEnumerable<string> Problems(string source, ManifestResult document, IEnumerable<FieldError> errors) =>
        WithoutWiderOnes([.. errors]).Select(error => $"{At(source, document.Locate(error.Field))}: {error}{Ending(error.Suggestion)}").Distinct(StringComparer.Ordinal);

    /// <summary>What the API server would accept and still warns of, in fewer words; nothing of a field that is refused anyway.</summary>
    public static IEnumerable<string> Warnings(IEnumerable<string> warnings, IEnumerable<FieldError> errors) =>
        warnings.Where(warning => !errors.Any(error => warning.StartsWith($"{error.Field}: ", StringComparison.Ordinal)))
            .Select(warning => warning.StartsWith(NameOfPods, StringComparison.Ordinal)
                ? $"{NameOfPods}; better use lower case letters, digits and - alone, at most 63"
                : warning);

    /// <summary>Of a word that a pod may not have, a Job may have even fewer instead: the last answer is the one that holds.</summary>
    private static IEnumerable<FieldError> WithoutWiderOnes(List<FieldError> errors) =>
        errors.Where((error, place) => error.Reason != NotSupported || !errors.Skip(place + 1).Any(later => later.Field == error.Field && later.Reason == NotSupported));

    private static string Ending(string? advice) => advice is null ? "" : $"; {advice}";

    private static string? Advice(string message) => RepeatedStart().IsMatch(message) ? "if another document begins here, put a line with --- before it" : null;

    [GeneratedRegex("key \"(apiVersion|kind|metadata|spec)\" already set in map", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RepeatedStart();

    private static string At(string source, ManifestPosition? position) =>
        position is { } place ? FormattableString.Invariant($"{source}:{place.Line}:{place.Column}") : source;
}

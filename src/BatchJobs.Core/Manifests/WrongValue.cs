using System.Buffers;
using System.Globalization;
using BatchJobs.Schema;

namespace BatchJobs.Manifests;

/// <summary>A value of the wrong type in plain words: which field, what is wanted, what was found, and how to write it instead.</summary>
internal static class WrongValue
{
    private const int LongestCommand = 40;

    private static readonly SearchValues<char> ShellCharacters = SearchValues.Create("\"'\\\n|&;<>$`*");

    public static string Describe(string path, ApiType type, ManifestNode node) => $"{path}: must be {TypeWords.Wanted(type, node.Kind == ManifestNodeKind.Number && TypeWords.IsWhole(node.Text))}, not {Found(node)}";

    public static string Found(ManifestNode node) => node.Kind switch
    {
        ManifestNodeKind.String => TypeWords.Text(node.Text),
        ManifestNodeKind.Number => TypeWords.Number(node.Text),
        ManifestNodeKind.Bool => node.Text,
        ManifestNodeKind.Array => "a list",
        ManifestNodeKind.Object => "an object",
        _ => "nothing",
    };

    public static string? Suggest(ApiType type, ManifestNode node) => (type.Kind, node.Kind) switch
    {
        (ApiTypeKind.Text, ManifestNodeKind.Number or ManifestNodeKind.Bool) => $"put it in quotes: \"{node.Written ?? node.Text}\"",
        (ApiTypeKind.Text, ManifestNodeKind.Object) => "if it is a text with a colon in it, put it in quotes",
        (ApiTypeKind.Int32 or ApiTypeKind.Int64, ManifestNodeKind.String) when long.TryParse(node.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) =>
            $"write {node.Text} without quotes",
        (ApiTypeKind.Boolean, ManifestNodeKind.String) => Truth(node.Text),
        (ApiTypeKind.List, ManifestNodeKind.String) when type.Element!.Kind == ApiTypeKind.Text => Words(node.Text),
        (ApiTypeKind.List, ManifestNodeKind.Object) => node.Members.MinBy(member => (member.Position.Line, member.Position.Column)) is { } first
            ? $"begin each item with a hyphen, the first before {first.Name}"
            : "begin each item with a hyphen",
        (ApiTypeKind.Struct, ManifestNodeKind.Array) when node.Items is [{ Kind: ManifestNodeKind.Object }] => "leave out the hyphen",
        _ => null,
    };

    private static string? Truth(string text) => text.ToUpperInvariant() switch
    {
        "TRUE" or "YES" or "ON" or "Y" => "write true, without quotes",
        "FALSE" or "NO" or "OFF" or "N" => "write false, without quotes",
        _ => null,
    };

    /// <summary>A command line as a list, if there is nothing in it that a shell would treat in its own way.</summary>
    private static string? Words(string text) => text.Length > LongestCommand || text.AsSpan().ContainsAny(ShellCharacters)
        ? "put it in a list of texts, each of them in quotes"
        : $"write [{string.Join(", ", text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => $"\"{word}\""))}]";
}

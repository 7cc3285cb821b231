using System.Globalization;
using System.Numerics;
using BatchJobs.Manifests.Schema;
using BatchJobs.Primitives;

namespace BatchJobs.Manifests;

/// <summary>Compares a manifest with the types of the API: unknown and repeated fields, and values of the wrong type.</summary>
/// <param name="root">The type of the whole manifest.</param>
internal sealed class ManifestChecker(ApiType root)
{
    /// <summary>The API server stops counting there.</summary>
    private const int MaxStrictErrors = 100;

    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private readonly FieldSuggestions suggestions = new(root);

    /// <summary>Unknown and repeated fields, in the order of the text.</summary>
    public List<ManifestError> StrictErrors { get; } = [];

    /// <summary>Values of the wrong type, in the order of the text; the API server reports only the first.</summary>
    public List<ManifestError> TypeErrors { get; } = [];

    /// <param name="node">The manifest.</param>
    public void Check(ManifestNode node) => Check(root, node, new Place("", "", null));

    private void Check(ApiType type, ManifestNode node, Place place)
    {
        if (node.Kind == ManifestNodeKind.Null || type.Kind == ApiTypeKind.Any)
        {
            return;
        }

        switch (type.Kind)
        {
            case ApiTypeKind.Struct when node.Kind == ManifestNodeKind.Object:
                CheckMembers(type, node, place);
                break;
            case ApiTypeKind.Map when node.Kind == ManifestNodeKind.Object:
                CheckEntries(type, node, place);
                break;
            case ApiTypeKind.List when node.Kind == ManifestNodeKind.Array:
                for (int index = 0; index < node.Items.Count; index++)
                {
                    Check(type.Element!, node.Items[index], place with { Path = string.Create(CultureInfo.InvariantCulture, $"{place.Path}[{index}]") });
                }

                break;
            default:
                if (ScalarError(type, node, place) is { } message)
                {
                    string? moved = Moved(node, place);
                    TypeErrors.Add(new ManifestError(message, place.Path, moved is null ? node.Position : place.Entry!.Position)
                    {
                        PlainMessage = WrongValue.Describe(place.Path, type, node),
                        Suggestion = moved ?? WrongValue.Suggest(type, node),
                    });
                }

                break;
        }
    }

    private void CheckMembers(ApiType type, ManifestNode node, Place place)
    {
        var present = new HashSet<string>(StringComparer.Ordinal);
        foreach (ManifestMember member in node.Members)
        {
            string path = place.Path.Length == 0 ? member.Name : $"{place.Path}.{member.Name}";
            if (type.Find(member.Name) is not { } field)
            {
                AddStrict($"unknown field \"{path}\"", path, member.Position, () => suggestions.For(type, place.Path, node, member));
                continue;
            }

            if (!present.Add(member.Name))
            {
                AddStrict($"duplicate field \"{path}\"", path, member.Position);
            }

            string goPath = place.GoPath.Length == 0 ? member.Name : $"{place.GoPath}.{member.Name}";
            Check(field.Type, member.Value, new Place(path, goPath, type.Name[(type.Name.IndexOf('.', StringComparison.Ordinal) + 1)..]));
        }
    }

    private void CheckEntries(ApiType type, ManifestNode node, Place place)
    {
        var present = new HashSet<string>(StringComparer.Ordinal);
        foreach (ManifestMember member in node.Members)
        {
            string path = $"{place.Path}.{member.Name}";
            if (!present.Add(member.Name))
            {
                AddStrict($"duplicate field \"{path}\"", path, member.Position);
            }

            Check(type.Element!, member.Value, place with { Path = path, Entry = member });
        }
    }

    /// <summary>Where an entry belongs that is a field with fields of its own, such as the spec in a line too far right.</summary>
    private string? Moved(ManifestNode node, Place place) => place.Entry is { } entry && node.Kind is (ManifestNodeKind.Object or ManifestNodeKind.Array)
        ? suggestions.Elsewhere(place.Path[..^(entry.Name.Length + 1)], entry.Name)
        : null;

    private static string? ScalarError(ApiType type, ManifestNode node, Place place) => type.Kind switch
    {
        ApiTypeKind.Text when node.Kind == ManifestNodeKind.String => null,
        ApiTypeKind.Boolean when node.Kind == ManifestNodeKind.Bool => null,
        ApiTypeKind.Int32 when node.Kind == ManifestNodeKind.Number => IntegerError(type, node, place, int.MinValue, int.MaxValue),
        ApiTypeKind.Int64 when node.Kind == ManifestNodeKind.Number => IntegerError(type, node, place, long.MinValue, long.MaxValue),
        ApiTypeKind.Time when node.Kind == ManifestNodeKind.String => ApiTime.Error(node.Text),
        ApiTypeKind.IntOrString when node.Kind == ManifestNodeKind.String => null,
        ApiTypeKind.IntOrString when node.Kind == ManifestNodeKind.Number => IntegerError(ApiSchema.Int32, node, place, int.MinValue, int.MaxValue),
        ApiTypeKind.Quantity => QuantityError(node),
        _ => WrongType(WordFor(node.Kind), type, place),
    };

    /// <summary>A quantity reads any text itself; what is no text at all does not match either.</summary>
    private static string? QuantityError(ManifestNode node) => Quantity.TryParse(node.Text, out _, out string? error) ? null : error;

    private static string? IntegerError(ApiType type, ManifestNode node, Place place, BigInteger low, BigInteger high) =>
        BigInteger.TryParse(node.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger value) && value >= low && value <= high
            ? null
            : WrongType($"number {node.Text}", type, place);

    private static string WrongType(string found, ApiType type, Place place) => place.Struct is null
        ? $"json: cannot unmarshal {found} into Go value of type {type.Name}"
        : $"json: cannot unmarshal {found} into Go struct field {place.Struct}.{place.GoPath} of type {type.Name}";

    private static string WordFor(ManifestNodeKind kind) => kind switch
    {
        ManifestNodeKind.Bool => "bool",
        ManifestNodeKind.Number => "number",
        ManifestNodeKind.String => "string",
        ManifestNodeKind.Array => "array",
        _ => "object",
    };

    private void AddStrict(string message, string path, ManifestPosition position, Func<string?>? suggest = null)
    {
        if (StrictErrors.Count < MaxStrictErrors && seen.Add(message))
        {
            StrictErrors.Add(new ManifestError(message, path, position) { Suggestion = suggest?.Invoke() });
        }
    }

    /// <summary>The path with indexes, the path without them, the struct around the value, and the entry of a map that it is.</summary>
    private sealed record Place(string Path, string GoPath, string? Struct, ManifestMember? Entry = null);
}

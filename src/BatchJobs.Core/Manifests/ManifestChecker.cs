using System.Globalization;
using System.Text;
using BatchJobs.Primitives;
using BatchJobs.Schema;

namespace BatchJobs.Manifests;

/// <summary>Compares a manifest with the types of the API: unknown and repeated fields, and values of the wrong type.</summary>
/// <param name="root">The type of the whole manifest.</param>
internal sealed class ManifestChecker(ApiType root)
{
    /// <summary>The API server stops counting there.</summary>
    private const int MaxStrictErrors = 100;

    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private readonly List<Step> steps = [];

    /// <summary>Unknown and repeated fields, in the order of the text.</summary>
    public List<ManifestError> StrictErrors { get; } = [];

    /// <summary>Values of the wrong type, in the order of the text; the API server reports only the first.</summary>
    public List<ManifestError> TypeErrors { get; } = [];

    /// <param name="node">The manifest.</param>
    public void Check(ManifestNode node) => Check(root, node);

    private void Check(ApiType type, ManifestNode node, Step step)
    {
        steps.Add(step);
        Check(type, node);
        steps.RemoveAt(steps.Count - 1);
    }

    private void Check(ApiType type, ManifestNode node)
    {
        if (node.Kind == ManifestNodeKind.Null || type.Kind == ApiTypeKind.Any)
        {
            return;
        }

        switch (type.Kind)
        {
            case ApiTypeKind.Struct when node.Kind == ManifestNodeKind.Object:
                CheckMembers(type, node);
                break;
            case ApiTypeKind.Map when node.Kind == ManifestNodeKind.Object:
                CheckEntries(type, node);
                break;
            case ApiTypeKind.List when node.Kind == ManifestNodeKind.Array:
                for (int index = 0; index < node.Items.Count; index++)
                {
                    Check(type.Element!, node.Items[index], new Step(null, index, null));
                }

                break;
            default:
                if (ScalarError(type, node) is { } message)
                {
                    string path = Path();
                    string? moved = Moved(node, path);
                    TypeErrors.Add(new ManifestError(message, path, moved is null ? node.Position : steps[^1].Entry!.Position)
                    {
                        PlainMessage = WrongValue.Describe(path, type, node),
                        Suggestion = moved ?? WrongValue.Suggest(type, node),
                    });
                }

                break;
        }
    }

    private void CheckMembers(ApiType type, ManifestNode node)
    {
        Span<bool> present = stackalloc bool[type.Fields.Count];
        foreach (ManifestMember member in node.Members)
        {
            if (type.Find(member.Name) is not { } field)
            {
                AddStrict("unknown", member, node, type);
                continue;
            }

            if (present[field.Index])
            {
                AddStrict("duplicate", member);
            }

            present[field.Index] = true;
            Check(field.Type, member.Value, new Step(member.Name, 0, type));
        }
    }

    private void CheckEntries(ApiType type, ManifestNode node)
    {
        HashSet<string>? present = node.Members.Count > 1 ? new(StringComparer.Ordinal) : null;
        foreach (ManifestMember member in node.Members)
        {
            if (present?.Add(member.Name) == false)
            {
                AddStrict("duplicate", member);
            }

            Check(type.Element!, member.Value, new Step(member.Name, 0, null, member));
        }
    }

    /// <summary>Where an entry belongs that is a field with fields of its own, such as the spec in a line too far right.</summary>
    private string? Moved(ManifestNode node, string path) => steps is [.., { Entry: { } entry }] && node.Kind is (ManifestNodeKind.Object or ManifestNodeKind.Array)
        ? new FieldSuggestions(root).Elsewhere(path[..^(entry.Name.Length + 1)], entry.Name)
        : null;

    private string? ScalarError(ApiType type, ManifestNode node) => type.Kind switch
    {
        ApiTypeKind.Text when node.Kind == ManifestNodeKind.String => null,
        ApiTypeKind.Boolean when node.Kind == ManifestNodeKind.Bool => null,
        ApiTypeKind.Int32 when node.Kind == ManifestNodeKind.Number => IntegerError(type, node, int.MinValue, int.MaxValue),
        ApiTypeKind.Int64 when node.Kind == ManifestNodeKind.Number => IntegerError(type, node, long.MinValue, long.MaxValue),
        ApiTypeKind.Time when node.Kind == ManifestNodeKind.String => ApiTime.Error(node.Text),
        ApiTypeKind.IntOrString when node.Kind == ManifestNodeKind.String => null,
        ApiTypeKind.IntOrString when node.Kind == ManifestNodeKind.Number => IntegerError(ApiSchema.Int32, node, int.MinValue, int.MaxValue),
        ApiTypeKind.Quantity => QuantityError(node),
        _ => WrongType(WordFor(node.Kind), type),
    };

    /// <summary>A quantity reads any text itself, with space around it; what is no text at all does not match either.</summary>
    private static string? QuantityError(ManifestNode node) => Quantity.TryParse(node.Text.Trim(), out _, out string? error) ? null : error;

    private string? IntegerError(ApiType type, ManifestNode node, long low, long high) =>
        long.TryParse(node.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && value >= low && value <= high
            ? null
            : WrongType($"number {node.Text}", type);

    private string WrongType(string found, ApiType type)
    {
        Step[] fields = [.. steps.Where(step => step.Struct is not null)];
        return fields is [.., var last]
            ? $"json: cannot unmarshal {found} into Go struct field {WithoutPackage(last.Struct!.Name)}.{string.Join('.', fields.Select(step => step.Name))} of type {type.Name}"
            : $"json: cannot unmarshal {found} into Go value of type {type.Name}";
    }

    private static string WithoutPackage(string type) => type[(type.IndexOf('.', StringComparison.Ordinal) + 1)..];

    private static string WordFor(ManifestNodeKind kind) => kind switch
    {
        ManifestNodeKind.Bool => "bool",
        ManifestNodeKind.Number => "number",
        ManifestNodeKind.String => "string",
        ManifestNodeKind.Array => "array",
        _ => "object",
    };

    /// <param name="problem">What is wrong with the field.</param>
    /// <param name="member">The field.</param>
    /// <param name="node">The object that has it, if it should not.</param>
    /// <param name="unknownTo">The type that has no such field.</param>
    private void AddStrict(string problem, ManifestMember member, ManifestNode? node = null, ApiType? unknownTo = null)
    {
        string place = Path();
        string path = place.Length == 0 ? member.Name : $"{place}.{member.Name}";
        string message = $"{problem} field \"{path}\"";
        if (StrictErrors.Count < MaxStrictErrors && seen.Add(message))
        {
            string? suggestion = unknownTo is null ? null : new FieldSuggestions(root).For(unknownTo, place, node!, member);
            StrictErrors.Add(new ManifestError(message, path, member.Position) { Suggestion = suggestion });
        }
    }

    /// <summary>Where the check is, such as <c>spec.template.spec.containers[0]</c>; written only for errors.</summary>
    private string Path()
    {
        var path = new StringBuilder();
        foreach (Step step in steps)
        {
            _ = step.Name is null
                ? path.Append(CultureInfo.InvariantCulture, $"[{step.Index}]")
                : path.Append(path.Length == 0 ? "" : ".").Append(step.Name);
        }

        return path.ToString();
    }

    /// <summary>A field of a struct, an entry of a map, or an item of a list.</summary>
    private readonly record struct Step(string? Name, int Index, ApiType? Struct, ManifestMember? Entry = null);
}

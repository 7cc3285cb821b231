using BatchJobs.Primitives;
using BatchJobs.Schema;

namespace BatchJobs.Manifests;

/// <summary>What an unknown field was probably meant to be: another name, or the same name at another place.</summary>
/// <param name="root">The type of the whole manifest.</param>
internal sealed class FieldSuggestions(ApiType root)
{
    /// <summary>Where most fields of a manifest belong, the likelier first.</summary>
    private static readonly string[] Places =
    [
        "", "metadata", "spec", "spec.template", "spec.template.metadata", "spec.template.spec", "spec.template.spec.containers[]",
        "spec.jobTemplate", "spec.jobTemplate.spec", "spec.jobTemplate.spec.template", "spec.jobTemplate.spec.template.metadata",
        "spec.jobTemplate.spec.template.spec", "spec.jobTemplate.spec.template.spec.containers[]",
    ];

    /// <param name="type">The type that has no such field.</param>
    /// <param name="place">The path of the object that has the field.</param>
    /// <param name="node">That object.</param>
    /// <param name="unknown">The unknown field.</param>
    /// <returns>What to do about it, or null.</returns>
    public string? For(ApiType type, string place, ManifestNode node, ManifestMember unknown)
    {
        string name = unknown.Name;
        IEnumerable<string> names = type.Fields.Select(field => field.Name);
        if (names.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } sameLetters)
        {
            return $"did you mean {sameLetters}?";
        }

        return Below(type, place, node, unknown)
            ?? Elsewhere(place, name)
            ?? (NearestWord.Of(name, names) is { } nearest ? $"did you mean {nearest}?" : Member(type, name));
    }

    /// <param name="place">The path of the object that has the field.</param>
    /// <param name="name">The field.</param>
    /// <returns>Where a field of that name belongs, or null.</returns>
    public string? Elsewhere(string place, string name) =>
        OtherPlace(WithoutIndexes(place), name) is { } other ? $"{other.Name} belongs to {other.Place}" : null;

    /// <summary>A field above it that was left empty and has such a field.</summary>
    private static string? Below(ApiType type, string place, ManifestNode node, ManifestMember unknown)
    {
        ManifestMember? empty = node.Members
            .Where(member => member.Value.Kind == ManifestNodeKind.Null && member.Position.Line < unknown.Position.Line)
            .MaxBy(member => member.Position.Line);
        if (empty is null || type.Find(empty.Name) is not { } holder || Fields(holder.Type).Find(unknown.Name) is null)
        {
            return null;
        }

        string path = place.Length == 0 ? empty.Name : $"{place}.{empty.Name}";
        return holder.Type.Kind == ApiTypeKind.List
            ? $"{unknown.Name} belongs to an item of {path}: put it further right than {empty.Name}, behind a hyphen"
            : $"{unknown.Name} belongs to {path}: put it further right than {empty.Name}";
    }

    /// <summary>The type that has the fields: that of the items of a list.</summary>
    private static ApiType Fields(ApiType type) => type.Kind == ApiTypeKind.List ? type.Element! : type;

    private (string Name, string Place)? OtherPlace(string place, string name)
    {
        string? nearest = Places.Where(path => Known(path, name) is not null).MinBy(path => Distance(place, path));
        return nearest is null ? null : (Known(nearest, name)!, nearest switch
        {
            "" => "the top level of the manifest",
            [.. { } list, '[', ']'] => $"an item of {list}",
            _ => nearest,
        });
    }

    private string? Known(string place, string name) =>
        TypeAt(place)?.Fields.FirstOrDefault(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Name;

    private static string WithoutIndexes(string path) => string.Concat(path.Where(letter => !char.IsAsciiDigit(letter)));

    /// <summary>The one object among the fields of this one that has such a field.</summary>
    private static string? Member(ApiType type, string name)
    {
        ApiField[] holders = [.. type.Fields.Where(field => Fields(field.Type).Find(name) is not null)];
        return holders is [var holder] ? $"{name} belongs to {holder.Name}" : null;
    }

    private ApiType? TypeAt(string path)
    {
        ApiType? type = root;
        foreach (string step in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            type = type.Find(step.TrimEnd('[', ']'))?.Type;
            type = step.EndsWith(']') ? type?.Element : type;
            if (type is null)
            {
                return null;
            }
        }

        return type;
    }

    /// <summary>How many steps up and down lead from one place to the other.</summary>
    private static int Distance(string from, string to)
    {
        string[] start = from.Split('.', StringSplitOptions.RemoveEmptyEntries);
        string[] end = to.Split('.', StringSplitOptions.RemoveEmptyEntries);
        int common = start.Zip(end).TakeWhile(pair => pair.First == pair.Second).Count();
        return start.Length + end.Length - (2 * common);
    }
}

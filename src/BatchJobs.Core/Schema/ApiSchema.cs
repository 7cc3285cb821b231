namespace BatchJobs.Schema;

/// <summary>The types of the API, read once from their declarations.</summary>
/// <remarks>
/// One declaration is <c>Name: field type, field type</c>, where a type is a word of the API (<c>string</c>, <c>int32</c>, <c>Name</c>)
/// behind any number of <c>[]</c> (list), <c>map</c> (by string) and <c>*</c> (may be absent); a final <c>!</c> marks what is written even when empty.
/// </remarks>
internal static class ApiSchema
{
    private static readonly Dictionary<string, ApiType> Types = Load();

    public static ApiType Job { get; } = Types["Job"];

    public static ApiType CronJob { get; } = Types["CronJob"];

    public static ApiType PodSpec { get; } = Types["PodSpec"];

    public static ApiType Container { get; } = Types["Container"];

    public static ApiType EnvVarSource { get; } = Types["EnvVarSource"];

    public static ApiType Int32 { get; } = Types["int32"];

    public static ApiType Text { get; } = Types["string"];

    public static ApiType Any { get; } = Types["any"];

    private static Dictionary<string, ApiType> Load()
    {
        var types = new Dictionary<string, ApiType>(StringComparer.Ordinal)
        {
            ["string"] = new(ApiTypeKind.Text, "string"),
            ["UID"] = new(ApiTypeKind.Text, "types.UID"),
            ["int32"] = new(ApiTypeKind.Int32, "int32"),
            ["int64"] = new(ApiTypeKind.Int64, "int64"),
            ["bool"] = new(ApiTypeKind.Boolean, "bool"),
            ["Time"] = new(ApiTypeKind.Time, "string"),
            ["Quantity"] = new(ApiTypeKind.Quantity, "resource.Quantity"),
            ["IntOrString"] = new(ApiTypeKind.IntOrString, "string"),
            ["any"] = new(ApiTypeKind.Any, "any"),
        };

        foreach (string word in BatchTypes.Words.Split(' ').Concat(PodTypes.Words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
        {
            types[word] = new ApiType(ApiTypeKind.Text, "v1." + word);
        }

        var declarations = new List<(ApiType Type, string Fields)>();
        foreach (string declaration in new[] { MetaTypes.Structs, BatchTypes.Structs, PodTypes.Structs, VolumeTypes.Structs }.SelectMany(Declarations))
        {
            int colon = declaration.IndexOf(':', StringComparison.Ordinal);
            string name = declaration[..colon];
            types[name] = new ApiType(ApiTypeKind.Struct, "v1." + name);
            declarations.Add((types[name], declaration[(colon + 1)..]));
        }

        foreach ((ApiType type, string fields) in declarations)
        {
            type.Define([.. fields.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(field => Field(types, field))]);
        }

        return types;
    }

    /// <summary>One declaration a paragraph line; continued lines are indented.</summary>
    private static IEnumerable<string> Declarations(string text) =>
        text.ReplaceLineEndings("\n").Replace("\n ", " ", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static ApiField Field(Dictionary<string, ApiType> types, string text)
    {
        string[] parts = text.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries);
        string type = parts[1].Trim();
        bool always = type.EndsWith('!');
        type = type.TrimEnd('!');
        bool optional = type.StartsWith('*');
        return new ApiField(parts[0], Resolve(types, type.TrimStart('*')), optional, always);
    }

    private static ApiType Resolve(Dictionary<string, ApiType> types, string text)
    {
        if (text.StartsWith("[]", StringComparison.Ordinal))
        {
            ApiType item = Resolve(types, text[2..]);
            return new ApiType(ApiTypeKind.List, "[]" + item.Name) { Element = item };
        }

        if (text.StartsWith("map ", StringComparison.Ordinal))
        {
            ApiType value = Resolve(types, text[4..]);
            return new ApiType(ApiTypeKind.Map, value.Kind == ApiTypeKind.Quantity ? "v1.ResourceList" : "map[string]" + value.Name) { Element = value };
        }

        return types[text];
    }
}

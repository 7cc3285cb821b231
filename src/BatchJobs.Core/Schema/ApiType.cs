namespace BatchJobs.Schema;

/// <summary>What kind of value a field of the API holds.</summary>
internal enum ApiTypeKind
{
    Text,
    Int32,
    Int64,
    Boolean,
    Time,
    Quantity,
    IntOrString,
    Any,
    List,
    Map,
    Struct,
}

/// <summary>The type of a value of the API, with the name the API server gives it in its messages.</summary>
internal sealed class ApiType(ApiTypeKind kind, string name)
{
    public ApiTypeKind Kind { get; } = kind;

    /// <summary>As in <c>cannot unmarshal string into ... of type v1.JobSpec</c>.</summary>
    public string Name { get; } = name;

    /// <summary>The type of the items of a list or the values of a map.</summary>
    public ApiType? Element { get; init; }

    /// <summary>The fields of a struct in the order in which they are written.</summary>
    public IReadOnlyList<ApiField> Fields { get; private set; } = [];

    private Dictionary<string, ApiField> byName = [];

    public ApiField? Find(string field) => byName.GetValueOrDefault(field);

    public void Define(IReadOnlyList<ApiField> fields)
    {
        Fields = [.. fields.Select((field, index) => field with { Index = index })];
        byName = Fields.ToDictionary(field => field.Name, StringComparer.Ordinal);
    }
}

/// <summary>A field of a struct.</summary>
/// <param name="Name">The name in manifests.</param>
/// <param name="Type">The type of its value.</param>
/// <param name="Optional">A pointer in the API: absent and empty are different things.</param>
/// <param name="AlwaysWritten">Written even when it is empty.</param>
internal sealed record ApiField(string Name, ApiType Type, bool Optional, bool AlwaysWritten)
{
    /// <summary>Its place among the fields of the struct.</summary>
    public int Index { get; init; }
}

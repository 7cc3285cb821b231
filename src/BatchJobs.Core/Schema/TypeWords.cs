namespace BatchJobs.Schema;

/// <summary>Types and values of the API in plain words.</summary>
internal static class TypeWords
{
    private const int LongestQuote = 40;

    /// <param name="type">What a value should be.</param>
    /// <param name="isWhole">Whether it is a whole number, so that it must be too large.</param>
    public static string Wanted(ApiType type, bool isWhole) => type.Kind switch
    {
        ApiTypeKind.Text => "a text",
        ApiTypeKind.Boolean => "true or false",
        ApiTypeKind.Int32 or ApiTypeKind.IntOrString when isWhole => $"a whole number from {int.MinValue} to {int.MaxValue}",
        ApiTypeKind.Int64 when isWhole => $"a whole number from {long.MinValue} to {long.MaxValue}",
        ApiTypeKind.Int32 or ApiTypeKind.Int64 => "a whole number",
        ApiTypeKind.IntOrString => "a whole number or a text",
        ApiTypeKind.Time => "a time such as 2027-03-26T00:00:00Z",
        ApiTypeKind.Quantity => "a quantity such as 500m, 2 or 1Gi",
        ApiTypeKind.List => "a list",
        ApiTypeKind.Map => "an object of names and values",
        _ => "an object with fields",
    };

    /// <summary>A number, as it is written.</summary>
    public static bool IsWhole(string number) => number.AsSpan().TrimStart('-').IndexOfAnyExceptInRange('0', '9') < 0;

    public static string Text(string found) => $"the text \"{(found.Length > LongestQuote ? found[..LongestQuote] + "..." : found)}\"";

    public static string Number(string found) => $"the number {found}";
}

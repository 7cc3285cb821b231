using System.Globalization;
using BatchJobs.Primitives;

namespace BatchJobs.Validation;

/// <summary>Gathers what is wrong with an object, in the API server's words.</summary>
internal sealed class FieldErrors
{
    private readonly List<FieldError> errors = [];

    public IReadOnlyList<FieldError> All => errors;

    public int Count => errors.Count;

    public void Required(string field, string detail = "") => Add(field, "FieldValueRequired", "Required value", null, detail);

    public void Invalid(string field, string? value, string detail, string? suggestion = null) =>
        Add(field, "FieldValueInvalid", "Invalid value", value is null ? "null" : GoText.Quote(value), detail, suggestion);

    public void Invalid(string field, long? value, string detail) => InvalidValue(field, GoText.Json(value), detail);

    /// <param name="field">Where.</param>
    /// <param name="shown">The value as it is to be shown, mostly JSON; null when it is left out.</param>
    /// <param name="detail">Why.</param>
    /// <param name="suggestion">What was probably meant.</param>
    public void InvalidValue(string field, string? shown, string detail, string? suggestion = null) => Add(field, "FieldValueInvalid", "Invalid value", shown, detail, suggestion);

    public void NotSupported(string field, bool value, params ReadOnlySpan<string> supported) =>
        NotSupportedValue(field, value ? "true" : "false", supported);

    public void NotSupported(string field, string value, params ReadOnlySpan<string> supported) =>
        NotSupportedValue(field, GoText.Quote(value), supported, NearestWord.Of(value, supported.ToArray()) is { } nearest ? $"did you mean {nearest}?" : null);

    private void NotSupportedValue(string field, string shown, ReadOnlySpan<string> supported, string? suggestion = null)
    {
        var quoted = new string[supported.Length];
        for (int position = 0; position < supported.Length; position++)
        {
            quoted[position] = GoText.Quote(supported[position]);
        }

        Add(field, "FieldValueNotSupported", "Unsupported value", shown, $"supported values: {string.Join(", ", quoted)}", suggestion);
    }

    public void Forbidden(string field, string detail) => Add(field, "FieldValueForbidden", "Forbidden", null, detail);

    public void Duplicate(string field, string shown) => Add(field, "FieldValueDuplicate", "Duplicate value", shown, "");

    public void TooMany(string field, int count, int most) =>
        Add(field, "FieldValueTooMany", "Too many", Text(count), $"must have at most {Text(most)} item{(most == 1 ? "" : "s")}");

    public void TooLong(string field, int most) => Add(field, "FieldValueTooLong", "Too long", null, $"may not be more than {Text(most)} bytes");

    public void NotFound(string field, string value) => Add(field, "FieldValueNotFound", "Not found", GoText.Quote(value), "");

    public void NotNegative(string field, long? value)
    {
        if (value < 0)
        {
            Invalid(field, value, "must be greater than or equal to 0");
        }
    }

    /// <summary>One error for each complaint about the same value.</summary>
    public void EachInvalid(string field, string value, IEnumerable<string> complaints)
    {
        foreach (string complaint in complaints)
        {
            Invalid(field, value, complaint);
        }
    }

    private void Add(string field, string reason, string text, string? value, string detail, string? suggestion = null)
    {
        string message = value is null ? text : $"{text}: {value}";
        errors.Add(new FieldError(field, reason, detail.Length == 0 ? message : $"{message}: {detail}") { Suggestion = suggestion });
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

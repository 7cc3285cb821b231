namespace BatchJobs.Validation;

/// <summary>One thing that is wrong with an object.</summary>
/// <param name="Field">Where, such as <c>spec.podFailurePolicy.rules[1].action</c>.</param>
/// <param name="Reason">The kind of error in the API server's words, such as <c>FieldValueInvalid</c>.</param>
/// <param name="Message">The API server's message without the field, such as <c>Invalid value: -1: must be greater than or equal to 0</c>.</param>
/// <remarks>Kubernetes: <c>meta/v1 StatusCause</c>.</remarks>
public sealed record FieldError(string Field, string Reason, string Message)
{
    /// <summary>What was probably meant, such as <c>did you mean Never?</c>; null when nobody can tell. The API server says nothing of the kind.</summary>
    /// <value>The default is null.</value>
    public string? Suggestion { get; init; }

    /// <inheritdoc />
    public override string ToString() => Field.Length == 0 ? Message : $"{Field}: {Message}";
}

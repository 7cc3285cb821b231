namespace BatchJobs.Validation;

/// <summary>An object is not valid; nothing of it was applied.</summary>
/// <param name="message">The API server's message.</param>
/// <param name="errors">Every cause, in the API server's order; empty when the text could not even be decoded.</param>
public sealed class InvalidObjectException(string message, IReadOnlyList<FieldError> errors)
    : Exception(message)
{
    /// <summary>Every cause, in the API server's order; empty when the text could not even be decoded.</summary>
    public IReadOnlyList<FieldError> Errors { get; } = errors;
}

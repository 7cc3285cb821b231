namespace BatchJobs.Validation;

/// <summary>Answers of the API server as <see cref="AdmissionResult{T}"/>.</summary>
internal static class Admission
{
    public static AdmissionResult<T> Answer<T>(T obj, string kind, string? name, IReadOnlyList<FieldError> errors, IReadOnlyList<string> warnings)
        where T : class => errors.Count == 0
        ? new AdmissionResult<T> { Object = obj, Warnings = warnings }
        : new AdmissionResult<T>
        {
            Object = obj,
            Errors = errors,
            Warnings = warnings,
            Code = 422,
            Reason = "Invalid",
            Message = Message(kind, name, errors),
        };

    /// <summary>What is said of an object that the API server would take and this library does not.</summary>
    public static InvalidObjectException Refusal(string kind, string? name, Action<FieldErrors> find)
    {
        var errors = new FieldErrors();
        find(errors);
        return new InvalidObjectException(Message(kind, name, errors.All), errors.All);
    }

    public static AdmissionResult<T> Refused<T>(T obj, (int Code, string Reason, string Message) refusal)
        where T : class => new() { Object = obj, Code = refusal.Code, Reason = refusal.Reason, Message = refusal.Message };

    private static string Message(string kind, string? name, IReadOnlyList<FieldError> errors) =>
        $"{kind}.batch {GoText.Quote(name ?? "")} is invalid: {Summary(errors)}";

    /// <summary>Each different cause once.</summary>
    private static string Summary(IReadOnlyList<FieldError> errors)
    {
        string[] texts = [.. errors.Select(error => error.ToString()).Distinct(StringComparer.Ordinal)];
        return texts.Length == 1 ? texts[0] : $"[{string.Join(", ", texts)}]";
    }
}

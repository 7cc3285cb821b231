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
            Message = $"{kind}.batch {GoText.Quote(name ?? "")} is invalid: {Summary(errors)}",
        };

    public static AdmissionResult<T> Refused<T>(T obj, (int Code, string Reason, string Message) refusal)
        where T : class => new() { Object = obj, Code = refusal.Code, Reason = refusal.Reason, Message = refusal.Message };

    /// <summary>Each different cause once.</summary>
    private static string Summary(IReadOnlyList<FieldError> errors)
    {
        string[] texts = [.. errors.Select(error => error.ToString()).Distinct(StringComparer.Ordinal)];
        return texts.Length == 1 ? texts[0] : $"[{string.Join(", ", texts)}]";
    }
}

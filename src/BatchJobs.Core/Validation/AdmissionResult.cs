using System.Diagnostics.CodeAnalysis;

namespace BatchJobs.Validation;

/// <summary>What became of a request to create or change an object.</summary>
/// <typeparam name="T">The type of the object.</typeparam>
public sealed record AdmissionResult<T>
    where T : class
{
    /// <summary>The object with all defaults, also when it was refused.</summary>
    public required T Object { get; init; }

    /// <summary>Every cause of the refusal, in the API server's order and with its repetitions.</summary>
    public IReadOnlyList<FieldError> Errors { get; init; } = [];

    /// <summary>What is allowed and may still surprise.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The API server's message of the refusal.</summary>
    public string? Message { get; init; }

    /// <summary>The HTTP status of the answer.</summary>
    public int Code { get; init; } = 200;

    /// <summary>The API server's one word for the refusal, such as <c>Invalid</c>.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Whether the object is valid.</summary>
    [MemberNotNullWhen(false, nameof(Message))]
    public bool Accepted => Message is null;

    /// <summary>The object, if it is valid.</summary>
    /// <returns>The object with all defaults.</returns>
    /// <exception cref="InvalidObjectException">The object is not valid.</exception>
    public T ThrowIfRefused() => Accepted ? Object : throw new InvalidObjectException(Message, Errors);
}

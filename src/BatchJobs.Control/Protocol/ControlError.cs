using BatchJobs.Client;
using BatchJobs.Primitives;
using BatchJobs.Validation;

namespace BatchJobs.Control.Protocol;

/// <summary>The exceptions that cross the socket as what they are.</summary>
internal enum ControlErrorKind
{
    /// <summary>Any other: <see cref="JobControlException"/>.</summary>
    Other,
    NotFound,
    AlreadyExists,
    Conflict,
    Invalid,
    WatchExpired,
    NotSupported,
    InvalidOperation,
    Argument,
}

/// <summary>An exception on its way.</summary>
internal sealed record ControlError(ControlErrorKind Kind, string Message)
{
    public JobKey Key { get; init; }

    public string? Resource { get; init; }

    public string? PodName { get; init; }

    public string? ResourceVersion { get; init; }

    public IReadOnlyList<FieldError>? Causes { get; init; }

    public static ControlError Of(Exception error) => error switch
    {
        JobNotFoundException e => new(ControlErrorKind.NotFound, e.Message) { Key = e.Key, Resource = e.Resource, PodName = e.PodName },
        JobAlreadyExistsException e => new(ControlErrorKind.AlreadyExists, e.Message) { Key = e.Key, Resource = e.Resource },
        JobConflictException e => new(ControlErrorKind.Conflict, e.Message) { Key = e.Key },
        InvalidObjectException e => new(ControlErrorKind.Invalid, e.Message) { Causes = e.Errors },
        WatchExpiredException e => new(ControlErrorKind.WatchExpired, e.Message) { ResourceVersion = e.ResourceVersion },
        NotSupportedException e => new(ControlErrorKind.NotSupported, e.Message),
        ObjectDisposedException => new(ControlErrorKind.Other, "The engine is closing."),
        InvalidOperationException e => new(ControlErrorKind.InvalidOperation, e.Message),
        ArgumentException e => new(ControlErrorKind.Argument, e.Message),
        _ => new(ControlErrorKind.Other, error.Message),
    };

    public Exception ToException() => Kind switch
    {
        ControlErrorKind.NotFound => new JobNotFoundException(Key, Resource ?? "jobs", PodName),
        ControlErrorKind.AlreadyExists => new JobAlreadyExistsException(Key, Resource ?? "jobs"),
        ControlErrorKind.Conflict => new JobConflictException(Key, Message),
        ControlErrorKind.Invalid => new InvalidObjectException(Message, Causes ?? []),
        ControlErrorKind.WatchExpired => new WatchExpiredException(ResourceVersion ?? "", Message),
        ControlErrorKind.NotSupported => new NotSupportedException(Message),
        ControlErrorKind.InvalidOperation => new InvalidOperationException(Message),
        ControlErrorKind.Argument => new ArgumentException(Message),
        _ => new JobControlException(JobControlProblem.Failed, Message),
    };
}

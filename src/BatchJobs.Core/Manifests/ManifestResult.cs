using System.Diagnostics.CodeAnalysis;
using BatchJobs.Specs;
using BatchJobs.Validation;

namespace BatchJobs.Manifests;

/// <summary>What became of reading one manifest: an object, or what is wrong with the text.</summary>
public sealed class ManifestResult
{
    internal ManifestNode? Root { get; init; }

    /// <summary>The core of <see cref="Message"/>, for messages of another frame.</summary>
    internal string? Problem { get; init; }

    /// <summary>The kind of the object.</summary>
    public ManifestKind Kind { get; internal init; }

    /// <summary>The object, if it is a Job that could be read.</summary>
    public Job? Job { get; internal init; }

    /// <summary>The object, if it is a CronJob that could be read.</summary>
    public CronJob? CronJob { get; internal init; }

    /// <summary>The name the manifest gives, as far as it could be read.</summary>
    public string? Name => Job?.Metadata.Name ?? CronJob?.Metadata.Name
        ?? (Root?.Member("metadata") is { } metadata && metadata.Member("name") is { Kind: ManifestNodeKind.String } name ? name.Text : null);

    /// <summary>What is wrong, each with its place.</summary>
    public IReadOnlyList<ManifestError> Errors { get; internal init; } = [];

    /// <summary>The API server's one message about what is wrong.</summary>
    public string? Message { get; internal init; }

    /// <summary>Whether an object could be read.</summary>
    [MemberNotNullWhen(false, nameof(Message))]
    public bool Succeeded => Message is null;

    /// <summary>Throws when no object could be read, with the API server's message and the place of the first mistake.</summary>
    /// <returns>This result.</returns>
    /// <exception cref="InvalidObjectException">No object could be read.</exception>
    public ManifestResult ThrowIfFailed() => Succeeded ? this : throw new InvalidObjectException($"{Message}{Place(Errors is [var first, ..] ? first : null)}", []);

    private static string Place(ManifestError? first) => (first?.Position, first?.Suggestion) switch
    {
        ({ } position, { } suggestion) => $" ({position}: {suggestion})",
        ({ } position, null) => $" ({position})",
        (null, { } suggestion) => $" ({suggestion})",
        _ => "",
    };

    /// <summary>Where a field stands in the text, or the nearest field around it.</summary>
    /// <param name="field">A field path such as <c>spec.podFailurePolicy.rules[1].action</c>.</param>
    /// <returns>The place, or null when nothing is known.</returns>
    public ManifestPosition? Locate(string field) => Root is null ? null : FieldLocator.Locate(Root, field);
}

namespace BatchJobs.Manifests;

/// <summary>One thing that kept a manifest from being read.</summary>
/// <param name="Message">What is wrong, in the API server's words where it has any.</param>
/// <param name="Field">Where in the object, such as <c>spec.template.spec.containers[0].name</c>; null when the text is not an object at all.</param>
/// <param name="Position">Where in the text, if known.</param>
public sealed record ManifestError(string Message, string? Field = null, ManifestPosition? Position = null)
{
    private readonly string? plainMessage;

    /// <summary>What is wrong in plain words, where those of <see cref="Message"/> speak of the API server's programming language.</summary>
    /// <value>The default is <see cref="Message"/>.</value>
    public string PlainMessage
    {
        get => plainMessage ?? Message;
        init => plainMessage = value;
    }

    /// <summary>What was probably meant, or what to do about it, such as <c>did you mean parallelism?</c>; null when nobody can tell.</summary>
    /// <value>The default is null.</value>
    public string? Suggestion { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"{(Position is { } position ? $"{position}: " : "")}{PlainMessage}{(Suggestion is null ? "" : $"; {Suggestion}")}";
}

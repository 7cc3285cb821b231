namespace BatchJobs.Manifests;

/// <summary>The kinds of JSON values, in the words of the API server's messages.</summary>
internal enum ManifestNodeKind
{
    Null,
    Bool,
    Number,
    String,
    Array,
    Object,
}

/// <summary>A value of a manifest and where it stands, whatever notation it was written in.</summary>
internal sealed class ManifestNode(ManifestNodeKind kind, ManifestPosition position)
{
    public ManifestNodeKind Kind { get; } = kind;

    /// <summary>The kind as the API server's messages have it.</summary>
    public string Word => Kind.ToString().ToLowerInvariant();

    public ManifestPosition Position { get; } = position;

    /// <summary>A string, or a number or boolean as it stands in JSON.</summary>
    public string Text { get; init; } = "";

    /// <summary>How a number or boolean stands in the text, if not like <see cref="Text"/>: YAML has <c>yes</c> and <c>017</c>.</summary>
    public string? Written { get; init; }

    public List<ManifestNode> Items => field ??= [];

    /// <summary>In the order of the text, repetitions included.</summary>
    public List<ManifestMember> Members => field ??= [];

    /// <summary>The last member of that name, which is the one that counts.</summary>
    public ManifestNode? Member(string name)
    {
        for (int index = Members.Count - 1; index >= 0; index--)
        {
            if (Members[index].Name == name)
            {
                return Members[index].Value;
            }
        }

        return null;
    }
}

/// <summary>A member of an object.</summary>
internal sealed record ManifestMember(string Name, ManifestPosition Position, ManifestNode Value);

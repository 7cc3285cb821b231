namespace BatchJobs.Manifests;

/// <summary>JSON merge patch, RFC 7386: members of the patch replace those of the target, null removes them.</summary>
internal static class MergePatch
{
    /// <returns>The target with the changes; members of objects that changed are sorted by name, as the API server does it.</returns>
    public static ManifestNode Apply(ManifestNode? target, ManifestNode patch)
    {
        if (patch.Kind != ManifestNodeKind.Object)
        {
            return patch.Kind == ManifestNodeKind.Array ? New(patch) : patch;
        }

        var members = new SortedDictionary<string, ManifestMember>(StringComparer.Ordinal);
        foreach (ManifestMember member in target?.Members ?? [])
        {
            members[member.Name] = member;
        }

        foreach (ManifestMember change in LastOfEach(patch))
        {
            if (change.Value.Kind == ManifestNodeKind.Null)
            {
                members.Remove(change.Name);
            }
            else
            {
                members[change.Name] = change with { Value = Apply(members.GetValueOrDefault(change.Name)?.Value, change.Value) };
            }
        }

        var result = new ManifestNode(ManifestNodeKind.Object, patch.Position);
        result.Members.AddRange(members.Values);
        return result;
    }

    /// <summary>The paths of members that an object or one in it has twice.</summary>
    public static IEnumerable<string> Repetitions(ManifestNode patch, string place = "") =>
    [
        .. patch.Members.GroupBy(member => member.Name, StringComparer.Ordinal).Where(same => same.Skip(1).Any()).Select(same => place + same.Key),
        .. patch.Members.SelectMany(member => Repetitions(member.Value, $"{place}{member.Name}.")),
        .. patch.Items.SelectMany((item, index) => Repetitions(item, $"{place.TrimEnd('.')}[{index}].")),
    ];

    private static ManifestNode New(ManifestNode list)
    {
        var result = new ManifestNode(ManifestNodeKind.Array, list.Position);
        result.Items.AddRange(list.Items.Select(item => Apply(null, item)));
        return result;
    }

    private static IEnumerable<ManifestMember> LastOfEach(ManifestNode patch) =>
        patch.Members.GroupBy(member => member.Name, StringComparer.Ordinal).Select(same => same.Last());
}

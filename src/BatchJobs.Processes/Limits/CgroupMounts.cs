namespace BatchJobs.Processes.Limits;

/// <summary>Reads where the hierarchies of cgroups are.</summary>
internal static class CgroupMounts
{
    private static readonly HashSet<string> Used = new(StringComparer.Ordinal) { "memory", "cpu", "pids" };

    /// <summary>Finds those that can do something for us, in the lines of <c>/proc/self/mounts</c>.</summary>
    internal static IReadOnlyList<CgroupHierarchy> Read(IEnumerable<string> mounts)
    {
        var hierarchies = new List<CgroupHierarchy>();
        foreach (var fields in mounts.Select(line => line.Split(' ')).Where(fields => fields.Length > 3))
        {
            if (fields[2] == "cgroup2") hierarchies.Add(new CgroupHierarchy(fields[1], 2, new HashSet<string>(StringComparer.Ordinal)));
            if (fields[2] != "cgroup") continue;
            var controllers = fields[3].Split(',').Where(Used.Contains).ToHashSet(StringComparer.Ordinal);
            if (controllers.Count > 0) hierarchies.Add(new CgroupHierarchy(fields[1], 1, controllers));
        }

        return [.. hierarchies.DistinctBy(hierarchy => hierarchy.Root)];
    }
}

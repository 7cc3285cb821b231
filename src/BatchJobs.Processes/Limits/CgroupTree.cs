using BatchJobs.Processes.Reading;

namespace BatchJobs.Processes.Limits;

/// <summary>The cgroups of an executor: one for each running container, in each hierarchy that can be written.</summary>
internal sealed class CgroupTree
{
    private static readonly string[] Wanted = ["memory", "cpu", "pids"];

    private readonly IReadOnlyList<CgroupHierarchy> hierarchies;

    private CgroupTree(IReadOnlyList<CgroupHierarchy> hierarchies) => this.hierarchies = hierarchies;

    internal bool LimitsCpu => hierarchies.Any(hierarchy => hierarchy.Controllers.Contains("cpu"));

    internal bool LimitsMemory => hierarchies.Any(hierarchy => hierarchy.Controllers.Contains("memory"));

    internal bool LimitsProcesses => hierarchies.Any(hierarchy => hierarchy.Controllers.Contains("pids"));

    /// <summary>Finds what can be written under a group.</summary>
    /// <param name="parent">The path of the group in every hierarchy, such as <c>/batch.slice</c>.</param>
    /// <exception cref="IOException">The group can't be used.</exception>
    internal static CgroupTree Open(string parent) => Open(CgroupMounts.Read(File.ReadLines("/proc/self/mounts")), parent);

    /// <summary>Finds what can be written under a group of some hierarchies.</summary>
    /// <exception cref="IOException">The group can't be used.</exception>
    internal static CgroupTree Open(IEnumerable<CgroupHierarchy> mounts, string parent)
    {
        var found = new List<CgroupHierarchy>();
        foreach (var mount in mounts)
        {
            var root = mount.Root + "/" + parent.Trim('/');
            Directory.CreateDirectory(root);
            found.Add(mount.Version == 2 ? Delegate(mount, root) : mount with { Root = root });
        }

        return new CgroupTree(found);
    }

    /// <summary>Makes the group of a container with its limits.</summary>
    internal ContainerCgroup Create(string name, ResourceAmounts limits, long? processes)
    {
        var groups = new List<(CgroupHierarchy, string)>();
        foreach (var hierarchy in hierarchies)
        {
            var group = Path.Combine(hierarchy.Root, name);
            Directory.CreateDirectory(group);
            groups.Add((hierarchy, group));
            hierarchy.SetLimits(group, limits, processes);
        }

        return new ContainerCgroup(groups);
    }

    /// <summary>Removes groups nobody is in: those of an executor that ended without doing so.</summary>
    internal void RemoveEmpty(string prefix)
    {
        foreach (var group in hierarchies.SelectMany(hierarchy => Directory.EnumerateDirectories(hierarchy.Root, prefix + "*"))) ContainerCgroup.TryRemove(group);
    }

    // Groups have the controllers their parent hands on.
    private static CgroupHierarchy Delegate(CgroupHierarchy mount, string root)
    {
        var available = File.ReadAllText(Path.Combine(root, "cgroup.controllers")).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        var controllers = Array.FindAll(Wanted, controller => available.Contains(controller, StringComparer.Ordinal));
        if (controllers.Length > 0) CgroupHierarchy.Write(root, "cgroup.subtree_control", string.Join(' ', controllers.Select(controller => "+" + controller)));
        return mount with { Root = root, Controllers = controllers.ToHashSet(StringComparer.Ordinal) };
    }
}

namespace BatchJobs.Kubernetes.Requests;

/// <summary>Which texts can be the name of an object.</summary>
internal static class ObjectNames
{
    /// <summary>Whether an object may have such a name; any other one would make a path that means something else, such as all objects.</summary>
    /// <remarks>Kubernetes: <c>path.IsValidPathSegmentName</c>.</remarks>
    public static bool IsPossible(string? name) => name is not (null or "" or "." or "..") && Uri.EscapeDataString(name) == name;
}

using System.Runtime.CompilerServices;

namespace BatchJobs.Kubernetes.Tests.Infrastructure;

/// <summary>The files of the repository.</summary>
internal static class Repository
{
    public static string Path(string path) => System.IO.Path.GetFullPath(System.IO.Path.Combine(Here(), "..", "..", "..", path));

    private static string Here([CallerFilePath] string file = "") => System.IO.Path.GetDirectoryName(file)!;
}

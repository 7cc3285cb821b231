namespace BatchJobs.Cli.Tests.Support;

/// <summary>Finds the files of the repository from wherever the tests were built to.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string File(string path) => Path.Combine(Root, path);

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !System.IO.File.Exists(Path.Combine(folder.FullName, "BatchJobs.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("the tests run outside the repository");
    }
}

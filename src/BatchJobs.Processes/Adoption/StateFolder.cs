namespace BatchJobs.Processes.Adoption;

/// <summary>The folder in which an executor keeps what has to survive the application; one executor at a time.</summary>
internal sealed class StateFolder : IDisposable
{
    private readonly FileStream claim;

    private StateFolder(string path, FileStream claim, string executor) => (Path, this.claim, Executor) = (path, claim, executor);

    internal string Path { get; }

    /// <summary>Who the executor is, whenever it is started with this folder.</summary>
    internal string Executor { get; }

    internal string Pods => System.IO.Path.Combine(Path, "pods");

    internal string Files => System.IO.Path.Combine(Path, "files");

    internal string Logs => System.IO.Path.Combine(Path, "logs");

    /// <exception cref="IOException">Another executor uses it.</exception>
    internal static StateFolder Open(string path)
    {
        Directory.CreateDirectory(path);
        var file = new FileStream(System.IO.Path.Combine(path, "executor"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        using var reader = new StreamReader(file, leaveOpen: true);
        var executor = reader.ReadToEnd();
        if (executor.Length == 0)
        {
            executor = Guid.NewGuid().ToString("N");
            using var writer = new StreamWriter(file, leaveOpen: true);
            writer.Write(executor);
        }

        return new StateFolder(System.IO.Path.GetFullPath(path), file, executor);
    }

    public void Dispose() => claim.Dispose();
}

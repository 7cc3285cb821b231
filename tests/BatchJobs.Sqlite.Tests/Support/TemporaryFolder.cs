namespace BatchJobs.Sqlite.Tests.Support;

/// <summary>A folder for one test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string path = Directory.CreateTempSubdirectory("batchjobs-").FullName;

    public string this[string file] => Path.Combine(path, file);

    public void Dispose() => Directory.Delete(path, recursive: true);
}

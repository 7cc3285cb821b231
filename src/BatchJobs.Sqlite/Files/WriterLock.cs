using BatchJobs.Storage;

namespace BatchJobs.Sqlite.Files;

/// <summary>Makes sure that a file has one writer: a lock the operating system takes back when the process ends, however it ends.</summary>
internal sealed class WriterLock : IDisposable
{
    private readonly FileStream file;

    private WriterLock(FileStream file) => this.file = file;

    /// <summary>Takes the lock of a store.</summary>
    /// <param name="path">The file of the store; the lock is beside it.</param>
    /// <param name="owner">Says who has the lock, if somebody has.</param>
    public static WriterLock Take(string path, Func<string?> owner)
    {
        try
        {
            return new WriterLock(new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException error)
        {
            throw new JobStoreException(JobStoreProblem.ReadOnly, $"The folder of {path} can't be written: {error.Message}", error);
        }
        catch (DirectoryNotFoundException error)
        {
            throw new JobStoreException(JobStoreProblem.Unavailable, $"The folder of {path} does not exist.", error);
        }
        catch (IOException error)
        {
            throw new JobStoreException(JobStoreProblem.InUse, $"{path} is in use by {owner() ?? "another engine"}. One engine at a time can write a store; others can read it.", error);
        }
    }

    public void Dispose() => file.Dispose();
}

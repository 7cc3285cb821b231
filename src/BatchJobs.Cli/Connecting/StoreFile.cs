using BatchJobs.Cli.Input;
using BatchJobs.Control;
using BatchJobs.Execution;
using BatchJobs.Offline;
using BatchJobs.Sqlite;
using BatchJobs.Storage;

namespace BatchJobs.Cli.Connecting;

/// <summary>What a command wants of a store.</summary>
internal enum StoreUse
{
    /// <summary>To look at Jobs.</summary>
    Look,

    /// <summary>To change Jobs that exist.</summary>
    Change,

    /// <summary>To add Jobs, also to a store that does not exist yet.</summary>
    Fill,
}

/// <summary>The ways to the Jobs of a store: through the engine that has it open, else through the file itself.</summary>
internal sealed class StoreFile(string path)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    public string Socket => JobControlSocket.BesideStore(Path);

    /// <exception cref="BadInputException">There is no such store.</exception>
    /// <exception cref="JobStoreException">The store can't be used.</exception>
    public async Task<JobConnection> OpenAsync(StoreUse use, CancellationToken cancellationToken)
    {
        if (use != StoreUse.Fill && !File.Exists(Path))
        {
            throw new BadInputException(Directory.Exists(Path)
                ? $"--store: {Path} is a folder; give the file in it"
                : $"--store: there is no file {Path}; batchjobs serve --store FILE makes one, and so do run and create");
        }

        return await OwnerAsync(cancellationToken) ?? (use == StoreUse.Look ? Reader() : await ChangeAsync(cancellationToken));
    }

    /// <summary>The engine that has the store open, if it listens.</summary>
    private async Task<JobConnection?> OwnerAsync(CancellationToken cancellationToken)
    {
        RemoteJobClient owner = new(Socket);
        try
        {
            await owner.PingAsync(cancellationToken);
            return JobConnection.To(owner, () => ValueTask.CompletedTask);
        }
        catch (JobControlException exception) when (exception.Problem is JobControlProblem.NotListening)
        {
            return null;
        }
    }

    private JobConnection Reader()
    {
        StoreJobClient client = new(SqliteJobStore.OpenReader(Path));
        return JobConnection.To(client, client.DisposeAsync);
    }

    /// <summary>An engine of our own that starts no pods; another command may hold the store for a moment.</summary>
    private async Task<JobConnection> ChangeAsync(CancellationToken cancellationToken)
    {
        long begin = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                JobEngine engine = await JobEngine.OpenAsync(new NoPodExecutor(), Options(), cancellationToken);
                return JobConnection.To(engine, engine.DisposeAsync);
            }
            catch (JobStoreException exception) when (exception.Problem == JobStoreProblem.InUse)
            {
                if (await OwnerAsync(cancellationToken) is { } owner)
                {
                    return owner;
                }

                if (TimeProvider.System.GetElapsedTime(begin) > Patience)
                {
                    throw new JobStoreException(
                        JobStoreProblem.InUse,
                        $"{exception.Message} It does not listen at {Socket}: let it start a JobControlServer there, or stop it.",
                        exception);
                }

                await Task.Delay(Pause, cancellationToken);
            }
        }
    }

    /// <summary>What others want to keep is not ours to trim.</summary>
    private JobEngineOptions Options() => new()
    {
        Cordoned = true,
        Store = new SqliteJobStore(Path),
        EventHistory = int.MaxValue,
        FinishedPodHistory = int.MaxValue,
        FinishedJobLimit = int.MaxValue,
    };
}

using System.Text;
using BatchJobs.Primitives;
using BatchJobs.Sqlite.Tests.Support;
using BatchJobs.Storage;
using Microsoft.Data.Sqlite;

namespace BatchJobs.Sqlite.Tests;

/// <summary>A change that can't be made is told as what it is, leaves nothing behind, and the next one is made.</summary>
public sealed class WritingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_locked_file_refuses_a_change_and_takes_it_once_it_is_free()
    {
        await using SqliteJobStore store = await OpenAsync(new SqliteStoreOptions { LockTimeout = TimeSpan.Zero });
        StoreChange first = New("first");
        using (SqliteConnection other = Connect())
        {
            Sql(other, "BEGIN IMMEDIATE");
            JobStoreException error = await FailsAsync(store, JobStoreProblem.InUse, first);
            Assert.Contains("another program", error.Message, StringComparison.Ordinal);
            Assert.Equal(5, Assert.IsType<SqliteException>(error.InnerException).SqliteErrorCode);
            Sql(other, "ROLLBACK");
        }

        await store.CommitAsync([first], Cancelled);
        Assert.NotNull(await store.FindAsync(StoredKind.Job, first.Key, Cancelled));
    }

    [Fact]
    public async Task A_change_waits_for_another_program_to_let_go()
    {
        await using SqliteJobStore store = await OpenAsync(new SqliteStoreOptions { LockTimeout = TimeSpan.FromHours(1) });
        using SqliteConnection other = Connect();
        Sql(other, "BEGIN IMMEDIATE");
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task commit = Task.Run(
            async () =>
            {
                begun.SetResult();
                await store.CommitAsync([New("first")], Cancelled);
            },
            Cancelled);
        await begun.Task.WaitAsync(Cancelled);
        Assert.Null(await Reader(reader => reader.FindAsync(StoredKind.Job, new JobKey("first"), Cancelled)));
        Sql(other, "ROLLBACK");
        await commit;
        Assert.NotNull(await store.FindAsync(StoredKind.Job, new JobKey("first"), Cancelled));
    }

    [Fact]
    public async Task A_name_that_is_taken_undoes_the_whole_batch()
    {
        await using SqliteJobStore store = await OpenAsync();
        await store.CommitAsync([New("taken")], Cancelled);
        StoreChange first = New("first");

        await FailsAsync(store, JobStoreProblem.Conflict, first, New("taken"));
        Assert.Null(await store.FindAsync(StoredKind.Job, first.Key, Cancelled));

        await store.CommitAsync([first], Cancelled);
        await store.CommitAsync([first with { ExpectedVersion = 1, Manifest = null, State = Bytes("two") }], Cancelled);
        Assert.Equal("two", Text((await store.FindAsync(StoredKind.Job, first.Key, Cancelled))!.State));
    }

    [Fact]
    public async Task A_record_whose_number_is_taken_undoes_its_change()
    {
        await using SqliteJobStore store = await OpenAsync();
        StoreChange first = New("first") with { Append = [Record(1, "one")] };
        await store.CommitAsync([first], Cancelled);
        StoreChange second = first with { ExpectedVersion = 1, Manifest = null, State = Bytes("two") };

        JobStoreException error = await FailsAsync(store, JobStoreProblem.Unavailable, second with { Append = [Record(2, "two"), Record(1, "again")] });
        Assert.Contains("UNIQUE constraint failed", error.Message, StringComparison.Ordinal);
        Assert.Equal("state", Text((await store.FindAsync(StoredKind.Job, first.Key, Cancelled))!.State));

        await store.CommitAsync([second with { Append = [Record(2, "second")] }], Cancelled);
        Assert.Equal(["one", "second"], (await store.ListRecordsAsync(first.Uid, StoredRecordKind.Journal, Cancelled)).Select(record => Text(record.Data)));
    }

    [Fact]
    public async Task A_change_that_does_not_fit_leaves_room_for_one_that_does()
    {
        await using SqliteJobStore store = await OpenAsync(new SqliteStoreOptions { MaxFileSize = 200_000 });
        StoreChange large = New("large") with { Manifest = new byte[400_000] };

        await FailsAsync(store, JobStoreProblem.Full, New("small"), large);
        Assert.Empty((await store.ListAsync(new StoreQuery { Kind = StoredKind.Job }, Cancelled)).Items);

        await store.CommitAsync([New("small")], Cancelled);
        Assert.NotNull(await store.FindAsync(StoredKind.Job, new JobKey("small"), Cancelled));
    }

    [Fact]
    public async Task No_bytes_are_kept_as_no_bytes_and_any_text_as_it_is()
    {
        await using SqliteJobStore store = await OpenAsync();
        string name = new('ä', 600);
        StoreChange empty = New(name) with { Manifest = ReadOnlyMemory<byte>.Empty, State = default, Append = [Record(1, "")] };
        await store.CommitAsync([empty], Cancelled);

        StoredObject found = (await store.FindAsync(StoredKind.Job, new JobKey(name), Cancelled))!;
        Assert.Equal((name, 0, 0), (found.Key.Name, found.Manifest.Length, found.State.Length));
        Assert.Equal(0, Assert.Single(await store.ListRecordsAsync(empty.Uid, StoredRecordKind.Journal, Cancelled)).Data.Length);
    }

    private async Task<SqliteJobStore> OpenAsync(SqliteStoreOptions? options = null)
    {
        var store = new SqliteJobStore(folder["jobs.db"], options);
        await store.OpenAsync(Cancelled);
        return store;
    }

    private async Task<T> Reader<T>(Func<IJobStoreReader, ValueTask<T>> ask)
    {
        await using IJobStoreReader reader = SqliteJobStore.OpenReader(folder["jobs.db"]);
        return await ask(reader);
    }

    private static async Task<JobStoreException> FailsAsync(SqliteJobStore store, JobStoreProblem problem, params StoreChange[] changes)
    {
        JobStoreException error = await Assert.ThrowsAsync<JobStoreException>(() => store.CommitAsync(changes, Cancelled).AsTask());
        Assert.Equal(problem, error.Problem);
        return error;
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={folder["jobs.db"]};Pooling=False");
        connection.Open();
        return connection;
    }

    private static void Sql(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static StoreChange New(string name) => new()
    {
        Kind = StoredKind.Job,
        Key = new JobKey(name),
        Uid = Guid.NewGuid(),
        ExpectedVersion = 0,
        Manifest = Bytes("manifest"),
        State = Bytes("state"),
    };

    private static StoredRecord Record(long sequence, string text) => new(StoredRecordKind.Journal, sequence, Bytes(text));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}

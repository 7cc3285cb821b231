using System.Buffers.Binary;
using BatchJobs.InProcess;
using BatchJobs.Offline;
using BatchJobs.Primitives;
using BatchJobs.Sqlite.Tests.Crashes;
using BatchJobs.Sqlite.Tests.Support;
using BatchJobs.Storage;
using BatchJobs.Testing.Xunit;
using Microsoft.Data.Sqlite;

namespace BatchJobs.Sqlite.Tests;

/// <summary>A file that can't be used is told as what it is, and no engine starts on it.</summary>
public sealed class FaultTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string File => folder["jobs.db"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_file_of_something_else_is_no_store()
    {
        System.IO.File.WriteAllText(File, string.Concat(Enumerable.Repeat("Dear diary, ", 1000)));
        await RefusesAsync(JobStoreProblem.Corrupt, "not a SQLite file");
    }

    [Fact]
    public async Task A_database_of_somebody_else_is_no_store()
    {
        Sql("CREATE TABLE customers (name TEXT)");
        await RefusesAsync(JobStoreProblem.Corrupt, "not a store of BatchJobs");
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_left_alone()
    {
        await FillAsync();
        Sql("PRAGMA user_version = 99");
        await RefusesAsync(JobStoreProblem.NewerSchema, "version 99");
        JobStoreException error = Assert.Throws<JobStoreException>(() => SqliteJobStore.OpenReader(File));
        Assert.Equal(JobStoreProblem.NewerSchema, error.Problem);
    }

    [Fact]
    public async Task A_Job_of_a_newer_version_is_left_alone()
    {
        await FillAsync();
        Sql("UPDATE state SET data = x'63'");
        await RefusesAsync(JobStoreProblem.NewerSchema, "Job default/work can't be read");
    }

    [Fact]
    public async Task A_damaged_Job_is_named()
    {
        await FillAsync();
        Sql("UPDATE state SET data = x'0102'");
        await RefusesAsync(JobStoreProblem.Corrupt, "Job default/work can't be read");
    }

    [Theory]
    [InlineData("object", "manifest", "CAST('null' AS BLOB)")]
    [InlineData("object", "manifest", "CAST('[]' AS BLOB)")]
    [InlineData("object", "manifest", "CAST('{}' AS BLOB)")]
    [InlineData("object", "manifest", """CAST('{"metadata":null,"spec":null}' AS BLOB)""")]
    [InlineData("object", "manifest", """CAST('{"metadata":{"annotations":{"batchjobs/catch-up":"x"}},"spec":{}}' AS BLOB)""")]
    [InlineData("object", "manifest", "x''")]
    [InlineData("object", "labels", "'oops'")]
    [InlineData("object", "labels", "''")]
    [InlineData("object", "labels", """'{"a":1}'""")]
    [InlineData("object", "uid", "x'00'")]
    [InlineData("state", "data", "x''")]
    public async Task A_damaged_row_is_named(string table, string column, string value)
    {
        foreach (StoredKind kind in Enum.GetValues<StoredKind>())
        {
            await FillAsync();
            string id = table == "object" ? "id" : "object";
            Sql($"UPDATE {table} SET {column} = {value} WHERE {id} = (SELECT id FROM object WHERE kind = {(int)kind})");
            await RefusesAsync(JobStoreProblem.Corrupt, $"{kind} default/work can't be read");

            await using var client = new StoreJobClient(SqliteJobStore.OpenReader(File));
            JobStoreException error = await Assert.ThrowsAsync<JobStoreException>(
                async () => _ = kind == StoredKind.Job ? (object)await client.GetAsync(new JobKey("work")) : await client.GetCronJobAsync(new JobKey("work")));
            Assert.Equal(JobStoreProblem.Corrupt, error.Problem);
            await client.DisposeAsync();
            System.IO.File.Delete(File);
        }
    }

    [Fact]
    public async Task A_row_that_has_lost_its_state_is_named()
    {
        await FillAsync();
        Sql($"DELETE FROM state WHERE object = (SELECT id FROM object WHERE kind = {(int)StoredKind.Job})");
        await RefusesAsync(JobStoreProblem.Corrupt, "Job default/work can't be read");
    }

    [Theory]
    [InlineData(SqliteIntegrityCheck.Quick)]
    [InlineData(SqliteIntegrityCheck.Full)]
    public async Task A_damaged_page_is_found_at_the_start(SqliteIntegrityCheck check)
    {
        await FillAsync();
        byte[] bytes = System.IO.File.ReadAllBytes(File);
        int pageSize = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(16)); // where every SQLite file says it
        bytes.AsSpan(pageSize, 64).Fill(0xAA);
        System.IO.File.WriteAllBytes(File, bytes);
        await RefusesAsync(JobStoreProblem.Corrupt, "is damaged", new SqliteStoreOptions { IntegrityCheck = check });
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_told()
    {
        // The way SQLite itself marks a file as one to read only: a write version that it does not know. Permissions would not stop root.
        await FillAsync();
        byte[] bytes = System.IO.File.ReadAllBytes(File);
        bytes[18] = 3;
        System.IO.File.WriteAllBytes(File, bytes);
        await RefusesAsync(JobStoreProblem.ReadOnly, "can be read but not written");
    }

    [Fact]
    public async Task A_folder_that_does_not_exist_is_told()
    {
        JobStoreException error = await Assert.ThrowsAsync<JobStoreException>(() => OpenAsync(folder["no/jobs.db"]));
        Assert.Equal(JobStoreProblem.Unavailable, error.Problem);
        Assert.Equal(JobStoreProblem.Unavailable, Assert.Throws<JobStoreException>(() => SqliteJobStore.OpenReader(folder["nothing.db"])).Problem);
    }

    [Fact]
    public async Task A_file_locked_by_another_program_is_told()
    {
        await FillAsync();
        using SqliteConnection other = Connect();
        Sql(other, "BEGIN IMMEDIATE");
        JobStoreException error = await Assert.ThrowsAsync<JobStoreException>(() => OpenAsync(File, new SqliteStoreOptions { LockTimeout = TimeSpan.FromSeconds(1) }));
        Assert.Equal(JobStoreProblem.InUse, error.Problem);
        Assert.Contains("another program", error.Message, StringComparison.Ordinal);
        Sql(other, "ROLLBACK");
        await FillAsync();
    }

    [Fact]
    public async Task A_second_engine_learns_which_process_has_the_file()
    {
        using var round = new HostRound();
        using HostProcess host = round.Start();
        await host.Opened;
        JobStoreException error = await Assert.ThrowsAsync<JobStoreException>(() => OpenAsync(round.File("calls.db")));
        Assert.Equal(JobStoreProblem.InUse, error.Problem);
        Assert.Contains($"process {host.Id} ", error.Message, StringComparison.Ordinal);

        await using (IJobStoreReader reader = SqliteJobStore.OpenReader(round.File("calls.db")))
        {
            StorePage page = await reader.ListAsync(new StoreQuery { Kind = StoredKind.Job });
            Assert.All(page.Items, item => Assert.NotEmpty(item.State.ToArray()));
        }

        Assert.True(await host.KillAsync());
        await OpenAsync(round.File("calls.db"));
    }

    [Fact]
    public async Task A_full_file_stops_Jobs_where_they_are_until_there_is_room()
    {
        var clock = new FastTimeProvider(100);
        await using JobEngine engine = await JobEngine.OpenAsync(
            new InProcessPodExecutor(new InProcessExecutorOptions { Handlers = new PodHandlers().Add("work", _ => Task.CompletedTask), TimeProvider = clock }),
            new JobEngineOptions { TimeProvider = clock, Store = new SqliteJobStore(File, new SqliteStoreOptions { MaxFileSize = 400_000 }) });
        List<Task<BatchJobs.Specs.Job>> created = [];
        int number = 0;
        while (!created.Exists(task => !task.IsCompleted))
        {
            BatchJobs.Specs.Job job = Jobs.Indexed($"job-{number++}", 1);
            created.Add(engine.CreateAsync(job with { Metadata = job.Metadata with { Annotations = new Dictionary<string, string> { ["ballast"] = new string('x', 50_000) } } }));
            await Task.WhenAny(created[^1], Task.Delay(TimeSpan.FromSeconds(1), clock));
            Assert.True(number < 100, "The file never became full.");
        }

        // What waits for room goes on once others have gone.
        foreach (int gone in Enumerable.Range(0, number - 1))
        {
            await engine.WaitAsync(new JobKey($"job-{gone}"));
            await engine.DeleteAsync(new JobKey($"job-{gone}"));
        }

        await Task.WhenAll(created);
        Assert.True((await engine.WaitAsync(new JobKey($"job-{number - 1}"))).IsComplete());
    }

    private async Task RefusesAsync(JobStoreProblem problem, string message, SqliteStoreOptions? options = null)
    {
        byte[] before = System.IO.File.ReadAllBytes(File);
        JobStoreException error = await Assert.ThrowsAsync<JobStoreException>(() => OpenAsync(File, options));
        Assert.Equal(problem, error.Problem);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(before.Length, System.IO.File.ReadAllBytes(File).Length);
    }

    private async Task FillAsync()
    {
        await using JobEngine engine = await JobEngine.OpenAsync(new InProcessPodExecutor(), new JobEngineOptions { Store = new SqliteJobStore(File) });
        if ((await engine.ListAsync()).Items.Count == 0)
        {
            BatchJobs.Specs.Job job = Jobs.Indexed("work", 1);
            await engine.CreateAsync(job with { Spec = job.Spec with { Suspend = true } });
            await engine.CreateCronJobAsync(new BatchJobs.Specs.CronJob
            {
                Metadata = new BatchJobs.Specs.ObjectMeta { Name = "work" },
                Spec = new BatchJobs.Specs.CronJobSpec { Schedule = "@daily", Suspend = true, JobTemplate = new BatchJobs.Specs.JobTemplateSpec { Spec = job.Spec } },
            });
        }
    }

    private static async Task OpenAsync(string file, SqliteStoreOptions? options = null)
    {
        await using JobEngine engine = await JobEngine.OpenAsync(new InProcessPodExecutor(), new JobEngineOptions { Store = new SqliteJobStore(file, options) });
    }

    private void Sql(string sql)
    {
        using SqliteConnection connection = Connect();
        Sql(connection, sql);
    }

    private static void Sql(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        return connection;
    }
}

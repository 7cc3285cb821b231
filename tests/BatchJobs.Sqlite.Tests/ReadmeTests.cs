using BatchJobs.InProcess;
using BatchJobs.Primitives;
using BatchJobs.Sqlite.Tests.Support;
using BatchJobs.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace BatchJobs.Sqlite.Tests;

/// <summary>The code of the assembly's page, as it stands there.</summary>
[Collection(nameof(ReadmeTests))]
public sealed class ReadmeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string before = Environment.CurrentDirectory;

    public ReadmeTests() => Environment.CurrentDirectory = folder[""];

    public void Dispose()
    {
        Environment.CurrentDirectory = before;
        folder.Dispose();
    }

    [Fact]
    public async Task An_engine_is_opened_on_a_file_that_others_can_read()
    {
        var executor = new InProcessPodExecutor();
        await using JobEngine engine = await JobEngine.OpenAsync(executor, new JobEngineOptions { Store = new SqliteJobStore("jobs.db") });
        await engine.CreateAsync(Jobs.Indexed("waits", 3) with { Spec = Jobs.Indexed("waits", 3).Spec with { Suspend = true } });

        await using IJobStoreReader reader = SqliteJobStore.OpenReader("jobs.db");
        StorePage page = await reader.ListAsync(new StoreQuery { Kind = StoredKind.Job, Finished = false });
        Assert.Equal(new JobKey("waits"), Assert.Single(page.Items).Key);
    }

    [Fact]
    public async Task A_host_takes_up_the_Jobs_of_the_file_when_it_starts()
    {
        int resized = 0;
        Task ResizeAsync(PodContext pod) => Task.FromResult(Interlocked.Increment(ref resized));
        for (int start = 0; start < 2; start++)
        {
            HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
            IServiceCollection services = builder.Services;
            services.AddBatchJobs()
                .UseInProcess()
                .AddHandler("resize-photos", ResizeAsync)
                .UseSqlite("jobs.db")
                .AddHosting();
            using IHost host = builder.Build();
            await host.StartAsync(TestContext.Current.CancellationToken);
            IJobClient client = host.Services.GetRequiredService<IJobClient>();
            if (start == 0)
            {
                await client.CreateAsync(Jobs.Indexed("photos", 3, "resize-photos") with { Spec = Jobs.Indexed("photos", 3, "resize-photos").Spec with { Suspend = true } });
            }
            else
            {
                await client.ResumeAsync(new JobKey("photos"));
                Assert.True((await client.WaitAsync(new JobKey("photos"))).IsComplete());
            }

            await host.StopAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(3, resized);
    }
}

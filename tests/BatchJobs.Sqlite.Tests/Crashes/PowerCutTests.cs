using BatchJobs.Building;
using BatchJobs.Client;
using BatchJobs.InProcess;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.Sqlite.Tests.Support;
using BatchJobs.Testing.Xunit;

namespace BatchJobs.Sqlite.Tests.Crashes;

/// <summary>The power goes a hundred times, each time in the middle of a commit, and nothing that was promised is lost.</summary>
public class PowerCutTests(ITestOutputHelper output)
{
    private const int Cuts = 100;

    private static readonly FastTimeProvider Clock = new(500);

    private readonly HashSet<string> promised = new(StringComparer.Ordinal);
    private TimeSpan lag;

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 10)]
    [InlineData(4, 10)]
    public async Task Jobs_end_as_if_there_had_been_power_all_the_time(int seed, int lagMilliseconds)
    {
        lag = TimeSpan.FromMilliseconds(lagMilliseconds);
        using var folder = new TemporaryFolder();
        var random = new Random(seed);
        int cuts = 0;
        int generation = 0;
        for (; cuts < Cuts / 2; generation++)
        {
            // A new life begins with what the one before it has left on the disk.
            bool lost = await LiveAsync(folder[$"{generation}.db"], folder[$"{generation + 1}.db"], random);
            cuts += lost ? 1 : 0;
            foreach (string file in Directory.EnumerateFiles(folder[""], $"{generation}.db*"))
            {
                File.Delete(file);
            }

            if (!lost)
            {
                promised.Clear();
            }
        }

        output.WriteLine($"{cuts} cuts in {generation} lives");
    }

    /// <returns>false if all Jobs came to their end before the power went.</returns>
    private async Task<bool> LiveAsync(string path, string image, Random random)
    {
        var executor = new InProcessPodExecutor(new InProcessExecutorOptions
        {
            TimeProvider = Clock,
            Handlers = new PodHandlers().Add("flaky", pod => Task.FromResult(pod.Environment["FAILURES"] == $"{pod.Index % 3}" ? 0 : 1)),
        });
        await using var store = new PowerCutStore(path, new SqliteStoreOptions { CheckpointPages = 8 }, image, random.Next(12), random.Next());
        var engine = new JobEngine(executor, new JobEngineOptions { Store = store, StoreLag = lag, TimeProvider = Clock });
        try
        {
            await engine.StartAsync();
            Task work = Task.WhenAll(Enumerable.Range(0, 4).Select(number => RunAsync(engine, $"job-{number}")));
            return await Task.WhenAny(work, store.Cut) == store.Cut || Fails(work);
        }
        finally
        {
            await engine.AbandonAsync();
        }

        static bool Fails(Task work)
        {
            work.GetAwaiter().GetResult();
            return false;
        }
    }

    private async Task RunAsync(JobEngine engine, string name)
    {
        try
        {
            await engine.CreateAsync(Flaky(name));
            lock (promised)
            {
                Assert.True(promised.Add(name), $"{name} was promised and lost.");
            }
        }
        catch (JobAlreadyExistsException)
        {
            lock (promised)
            {
                promised.Add(name);
            }
        }

        Job job = await engine.WaitAsync(new JobKey(name));
        Assert.Equal((true, 12, "0-11", 12), (job.IsComplete(), job.Status!.Succeeded, job.Status.CompletedIndexes, job.Status.Failed));
    }

    /// <summary>Each index fails as often as its rest by three says.</summary>
    private static Job Flaky(string name)
    {
        Job job = JobBuilder.Indexed(name, 12).Parallelism(6).BackoffLimitPerIndex(3).IgnoreDisruptions().Image("flaky");
        PodSpec pod = job.Spec.Template.Spec;
        var failures = new EnvVar
        {
            Name = "FAILURES",
            ValueFrom = new EnvVarSource { FieldRef = new ObjectFieldSelector { FieldPath = "metadata.annotations['batch.kubernetes.io/job-index-failure-count']" } },
        };
        return job with { Spec = job.Spec with { Template = job.Spec.Template with { Spec = pod with { Containers = [pod.Containers![0] with { Env = [failures] }] } } } };
    }
}

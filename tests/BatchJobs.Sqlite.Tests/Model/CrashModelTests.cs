using BatchJobs.Building;
using BatchJobs.Client;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.Sqlite.Tests.Support;
using BatchJobs.Storage;
using CsCheck;

namespace BatchJobs.Sqlite.Tests.Model;

/// <summary>An engine that dies at random commits, its pods living on, does the same as one that keeps everything in memory and never dies.</summary>
public class CrashModelTests
{
    private const int Names = 4;

    private static readonly Gen<Step> AnyStep = Gen.Select(Gen.Int[0, 9], Gen.Int[0, Names - 1], Gen.Int[0, 30], Gen.Bool, (kind, name, number, flag) => new Step(kind, $"job-{name}", number, flag));

    [Fact]
    public async Task With_a_store_in_memory() => await SampleAsync(100, () =>
    {
        var store = new InMemoryJobStore();
        return (() => store, null);
    });

    [Fact]
    public async Task With_a_file() => await SampleAsync(30, () =>
    {
        var folder = new TemporaryFolder();
        return (() => new SqliteJobStore(folder["jobs.db"], new SqliteStoreOptions { Durability = SqliteDurability.ProcessCrash }), folder);
    });

    private static Task SampleAsync(int iterations, Func<(Func<IJobStore> Open, IDisposable? Storage)> storage) =>
        AnyStep.Array[1, 25].SampleAsync(
            async steps =>
            {
                (Func<IJobStore> open, IDisposable? kept) = storage();
                await using var model = new EngineUnderTest(null);
                await using var mortal = new EngineUnderTest(open);
                await model.OpenAsync();
                await mortal.OpenAsync();
                foreach (Step step in steps)
                {
                    await step.DoAsync(model);
                    await step.DoAsync(mortal);
                    Assert.Equal(await model.DescribeAsync(), await mortal.DescribeAsync());
                }

                mortal.Doom(int.MaxValue, makeLast: false);
                await model.AdvanceAsync(2000);
                await mortal.AdvanceAsync(2000);
                Assert.Equal(await model.DescribeAsync(), await mortal.DescribeAsync());
                Assert.Equal(model.Pods.Count, mortal.Pods.Count);
                kept?.Dispose();
            },
            iter: iterations,
            threads: 1);

    /// <summary>Something that is done to an engine; doing it again after a crash changes nothing.</summary>
    private sealed record Step(int Kind, string Name, int Number, bool Flag)
    {
        public Task DoAsync(EngineUnderTest engine)
        {
            switch (Kind)
            {
                case 0 or 1:
                    return engine.DoAsync(CreateAsync);
                case 2:
                    return engine.DoAsync(subject => TryAsync(() => subject.SuspendAsync(new JobKey(Name))));
                case 3:
                    return engine.DoAsync(subject => TryAsync(() => subject.ResumeAsync(new JobKey(Name))));
                case 4:
                    return engine.DoAsync(subject => TryAsync(() => subject.DeleteAsync(new JobKey(Name))));
                case 5 or 6 or 7:
                    engine.Doom(Number % 5, Flag);
                    return Task.CompletedTask;
                default:
                    return engine.AdvanceAsync(Number);
            }
        }

        private async Task CreateAsync(JobEngine subject)
        {
            JobBuilder job = (Number % 3) switch
            {
                0 => JobBuilder.Indexed(Name, 4).Parallelism(2).BackoffLimitPerIndex(1),
                1 => JobBuilder.NonIndexed(Name, 3).Parallelism(2),
                _ => JobBuilder.Indexed(Name, 3).Parallelism(3).BackoffLimit(2),
            };
            Job made = job.Image("busybox");
            await TryAsync(() => subject.CreateAsync(made with { Spec = made.Spec with { Suspend = Flag } }));
        }

        private static async Task TryAsync(Func<Task> action)
        {
            try
            {
                await action();
            }
            catch (Exception error) when (error is JobNotFoundException or JobAlreadyExistsException)
            {
                // As it may be, and as it is after a crash whose victim had done it.
            }
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using BatchJobs.InProcess;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.Sqlite;
using BatchJobs.Storage;

namespace BatchJobs.Benchmarks.Durability;

/// <summary>What durability costs: pods that do nothing, with nothing kept, kept in memory, and kept in a file.</summary>
internal static class DurabilityReport
{
    private static readonly Shape[] Shapes =
    [
        new("1 Job, parallelism 4", 1, 20_000, 4),
        new("1 Job, parallelism 100", 1, 200_000, 100),
        new("1 Job, parallelism 1000", 1, 500_000, 1000),
        new("100 Jobs, parallelism 16", 100, 2_000, 16),
        new("2000 Jobs of one pod", 2000, 1, 1),
    ];

    public static async Task RunAsync()
    {
        Console.WriteLine($"{Environment.ProcessorCount} processors, {Environment.OSVersion}, .NET {Environment.Version}");
        Console.WriteLine("| workload | keeps | pods/s | of nothing kept | CPU, us per pod | commits | pods per commit | file, bytes per Job | log written, bytes per pod |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach (Shape shape in Shapes)
        {
            double best = 0;
            foreach (string keeps in (string[])["nothing", "in memory", "file, process crash", "file, power loss"])
            {
                Measurement warmUp = await MeasureAsync(shape with { Completions = Math.Max(1, shape.Completions / 10), Jobs = Math.Max(1, shape.Jobs / 10) }, keeps);
                Measurement measured = await MeasureAsync(shape, keeps);
                best = keeps == "nothing" ? measured.PodsPerSecond : best;
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {shape.Name} | {keeps} | {measured.PodsPerSecond:N0} | {measured.PodsPerSecond / best:P0} | {measured.Cpu.TotalMicroseconds / measured.Pods:N2} | {measured.Commits:N0} | {measured.Pods / Math.Max(1.0, measured.Commits):N1} | {measured.FileBytes / shape.Jobs:N0} | {measured.Written / Math.Max(1.0, measured.Pods):N0} |"));
                _ = warmUp;
            }
        }
    }

    private static async Task<Measurement> MeasureAsync(Shape shape, string keeps)
    {
        string folder = Directory.CreateTempSubdirectory("batchjobs-durability-").FullName;
        string path = Path.Combine(folder, "jobs.db");
        CountingStore? store = keeps switch
        {
            "in memory" => new CountingStore(new InMemoryJobStore()),
            "file, process crash" => new CountingStore(new SqliteJobStore(path, new SqliteStoreOptions { Durability = SqliteDurability.ProcessCrash })),
            "file, power loss" => new CountingStore(new SqliteJobStore(path)),
            _ => null,
        };
        var executor = new InProcessPodExecutor();
        executor.Handlers.Add("work", static _ => Task.CompletedTask);
        TimeSpan elapsed;
        TimeSpan cpu;
        await using (JobEngine engine = await JobEngine.OpenAsync(executor, new JobEngineOptions { Store = store, FinishedJobLimit = int.MaxValue }))
        {
            TimeSpan cpuBefore = Environment.CpuUsage.TotalTime;
            long begin = Stopwatch.GetTimestamp();
            await Task.WhenAll(Enumerable.Range(0, shape.Jobs).Select(number => Task.Run(() => RunAsync(engine, shape, $"job-{number}"))));
            elapsed = Stopwatch.GetElapsedTime(begin);
            cpu = Environment.CpuUsage.TotalTime - cpuBefore;
        }

        long size = File.Exists(path) ? new FileInfo(path).Length : 0;
        Directory.Delete(folder, recursive: true);
        long pods = (long)shape.Jobs * shape.Completions;
        return new Measurement(pods, pods / elapsed.TotalSeconds, cpu, store?.Commits ?? 0, size, store?.Bytes ?? 0);
    }

    private static async Task RunAsync(JobEngine engine, Shape shape, string name)
    {
        await engine.CreateAsync(new Job
        {
            Metadata = new ObjectMeta { Name = name },
            Spec = new JobSpec
            {
                Completions = shape.Completions,
                Parallelism = shape.Parallelism,
                Template = new PodTemplateSpec
                {
                    Spec = new PodSpec { RestartPolicy = RestartPolicy.Never, Containers = [new Container { Name = "main", Image = "work" }] },
                },
            },
        });
        Job finished = await engine.WaitAsync(new JobKey(name));
        if (finished.Status!.Succeeded != shape.Completions)
        {
            throw new InvalidOperationException($"{name}: {finished.Status.Succeeded} pods succeeded.");
        }
    }

    private sealed record Shape(string Name, int Jobs, int Completions, int Parallelism);

    private sealed record Measurement(long Pods, double PodsPerSecond, TimeSpan Cpu, long Commits, long FileBytes, long Written);
}

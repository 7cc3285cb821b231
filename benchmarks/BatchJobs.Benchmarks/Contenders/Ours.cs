using BatchJobs.Benchmarks.Measuring;
using BatchJobs.InProcess;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Benchmarks.Contenders;

/// <summary>An engine over the in-process executor and the store in memory; with defaults but for the number of Jobs it keeps.</summary>
internal abstract class Ours : Contender
{
    private long numbers;

    public override string Name => "BatchJobs";

    public override string Setup => "in-process executor, in-memory store";

    protected virtual JobEngineOptions Options => new() { FinishedJobLimit = int.MaxValue, PodFailureBackoff = PodFailureBackoff.None };

    protected JobEngine Engine { get; private set; } = null!;

    protected abstract IPodHandler Handler { get; }

    public override ValueTask PrepareAsync()
    {
        var executor = new InProcessPodExecutor();
        executor.Handlers.Add("work", Handler);
        Engine = new JobEngine(executor, Options);
        return ValueTask.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        await base.DisposeAsync();
    }

    protected static JobSpec Spec(int completions, int parallelism = 4) => new()
    {
        Completions = completions,
        Parallelism = parallelism,
        BackoffLimit = int.MaxValue,
        Template = new PodTemplateSpec
        {
            Spec = new PodSpec { RestartPolicy = RestartPolicy.Never, Containers = [new Container { Name = "main", Image = "work" }] },
        },
    };

    protected string NextName() => $"job-{++numbers}";

    protected static Job Make(string name, JobSpec spec) => new() { Metadata = new ObjectMeta { Name = name }, Spec = spec };

    /// <summary>Submits Jobs at once and waits until all have ended.</summary>
    protected async Task<Sample> SubmitAtOnceAsync(int items, int pods)
    {
        JobSpec spec = Spec(pods, pods);
        Job[] jobs = [.. Enumerable.Range(0, items).Select(_ => Make(NextName(), spec))];
        return await Gauge.ThroughputAsync(items, async () =>
        {
            Task<Job>[] finished = new Task<Job>[items];
            Task[] created = new Task[items];
            for (int i = 0; i < items; i++)
            {
                created[i] = Engine.CreateAsync(jobs[i]);
            }

            await Task.WhenAll(created);
            for (int i = 0; i < items; i++)
            {
                finished[i] = Engine.WaitAsync(new JobKey(jobs[i].Metadata.Name!));
            }

            await Task.WhenAll(finished);
            Expect((long)items * pods, finished.Sum(job => job.Result.Status!.Succeeded ?? 0), "pods succeeded");
        });
    }

    /// <summary>Runs one Job to its end and lets it go.</summary>
    protected async Task RunJobAsync(JobSpec spec)
    {
        JobKey key = new(NextName());
        await Engine.CreateAsync(Make(key.Name, spec));
        Job finished = await Engine.WaitAsync(key);
        Expect(spec.Completions!.Value, finished.Status!.Succeeded ?? 0, "pods succeeded");
    }
}

/// <summary>A handler made of a delegate, as the comparison has no use for more.</summary>
internal sealed class Body(Func<PodContext, ValueTask<int>> run) : IPodHandler
{
    public static readonly Body Empty = new(static _ => new ValueTask<int>(0));

    public static readonly Body Yielding = new(static async _ =>
    {
        await Task.Yield();
        return 0;
    });

    public ValueTask<int> RunAsync(PodContext pod) => run(pod);
}

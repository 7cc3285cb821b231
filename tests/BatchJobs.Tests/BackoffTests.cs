using BatchJobs.Building;
using BatchJobs.Specs;
using BatchJobs.Testing.Scripting;
using BatchJobs.Tests.Support;
using BatchJobs.Validation;

namespace BatchJobs.Tests;

/// <summary>Delays after failures can be set for an engine and for a Job.</summary>
public class BackoffTests
{
    private const string Field = $"metadata.annotations[{PodFailureBackoff.Annotation}]";

    [Theory]

    // Of the engine, of the Job, and of both: the Job's own counts.
    [InlineData("initial=1s,factor=1", null, 3)]
    [InlineData(null, "delays=2s/3s/4s", 9)]
    [InlineData("initial=1s,factor=1", "delays=2s/3s/4s", 9)]
    [InlineData("initial=1h", "initial=0s", 0)]
    [InlineData(null, null, 70)]
    public async Task A_Job_waits_as_it_says_or_else_as_its_engine_says(string? engines, string? its, int seconds)
    {
        await using EngineBench bench = Bench(engines);
        Job job = await bench.Engine.CreateAsync(Work(its));

        Job finished = await bench.FinishAsync(job.Key());

        Assert.Equal(4, finished.Status!.Failed);
        Assert.Equal(TimeSpan.FromSeconds(seconds), bench.Elapsed);
    }

    [Fact]
    public async Task Each_index_waits_for_itself()
    {
        await using EngineBench bench = Bench(null);
        Job job = await bench.Engine.CreateAsync(JobBuilder.Indexed("work", 3).Parallelism(3).BackoffLimitPerIndex(2).Backoff(PodFailureBackoff.Parse("delays=1s/5s")).Image("busybox"));

        Job finished = await bench.FinishAsync(job.Key());

        Assert.Equal(("0-2", 9), (finished.Status!.FailedIndexes, finished.Status.Failed));
        Assert.Equal(TimeSpan.FromSeconds(6), bench.Elapsed);
    }

    [Fact]
    public async Task Jobs_that_failed_together_do_not_come_back_together_if_there_is_jitter()
    {
        await using EngineBench bench = Bench("initial=10s,jitter=1");
        Job[] jobs = [await bench.Engine.CreateAsync(Work(null, "one")), await bench.Engine.CreateAsync(Work(null, "two"))];
        await bench.AdvanceAsync(0);

        DateTimeOffset?[] next = [.. await Task.WhenAll(jobs.Select(async job => (await bench.Engine.ExplainAsync(job.Key())).NextInstant))];

        Assert.All(next, at => Assert.InRange(at!.Value - EngineBench.Start, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20)));
        Assert.NotEqual(next[0], next[1]);
    }

    [Fact]
    public async Task A_change_of_the_annotation_counts_from_the_next_look()
    {
        await using EngineBench bench = Bench(null);
        Job job = await bench.Engine.CreateAsync(Work("initial=1h"));
        await bench.AdvanceAsync(60);

        await bench.Engine.PatchAsync(job.Key(), Annotating("delays=0s"));
        await bench.FinishAsync(job.Key());

        Assert.Equal(TimeSpan.FromSeconds(60), bench.Elapsed);
    }

    [Fact]
    public async Task Delays_that_can_not_be_read_are_refused_with_their_field()
    {
        await using EngineBench bench = Bench(null);
        Job job = await bench.Engine.CreateAsync(Work("initial=1s", "good"));

        var refused = await Assert.ThrowsAsync<InvalidObjectException>(() => bench.Engine.CreateAsync(Work("initial=soon")));
        var patched = await Assert.ThrowsAsync<InvalidObjectException>(() => bench.Engine.PatchAsync(job.Key(), Annotating("factor=0")));
        var scheduled = await Assert.ThrowsAsync<InvalidObjectException>(() => bench.Engine.CreateCronJobAsync(CronJobBuilder.Every("@daily", Work("jitter=9")).Build()));

        Assert.Equal($"Job.batch \"work\" is invalid: {Field}: Invalid value: \"initial=soon\": time: invalid duration \"soon\"", refused.Message);
        Assert.Equal(Field, Assert.Single(patched.Errors).Field);
        Assert.Equal($"spec.jobTemplate.{Field}", Assert.Single(scheduled.Errors).Field);
        Assert.Equal("initial=1s", (await bench.Engine.GetAsync(job.Key())).Metadata.Annotations![PodFailureBackoff.Annotation]);
    }

    [Fact]
    public async Task Settings_that_make_no_sense_are_refused()
    {
        await using var executor = new ScriptedPodExecutor(TimeProvider.System);

        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new JobEngine(executor, new JobEngineOptions { PodFailureBackoff = new PodFailureBackoff { Factor = 0.5 } }));

        Assert.Contains("factor must be at least 1", error.Message, StringComparison.Ordinal);
    }

    private static EngineBench Bench(string? backoff) => new(
        new JobEngineOptions { PodFailureBackoff = backoff is null ? PodFailureBackoff.Kubernetes : PodFailureBackoff.Parse(backoff) },
        null,
        PodRule.ForAll(PodScript.Fails()));

    private static string Annotating(string backoff) => $$"""{ "metadata": { "annotations": { "{{PodFailureBackoff.Annotation}}": "{{backoff}}" } } }""";

    private static Job Work(string? backoff, string name = "work")
    {
        JobBuilder builder = JobBuilder.From(EngineBench.NewJob(name, spec => spec with { BackoffLimit = 3 }));
        return backoff is null ? builder : builder.Annotation(PodFailureBackoff.Annotation, backoff);
    }
}

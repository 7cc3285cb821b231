using BatchJobs.Building;
using BatchJobs.Specs;
using Microsoft.Extensions.DependencyInjection;

namespace BatchJobs.InProcess.Tests;

/// <summary>The code of the README, run; the tests of the pages hold the two against each other.</summary>
public class ReadmeTests
{
    [Fact]
    public async Task The_first_example_runs()
    {
        IReadOnlyList<string> photos = ["a.jpg", "b.jpg", "c.jpg"];

        await using var engine = new JobEngine(new InProcessPodExecutor());
        JobReport report = await engine.RunAsync(
            JobBuilder.Indexed("thumbnails", completions: photos.Count).Parallelism(8).BackoffLimitPerIndex(2),
            async pod => await MakeThumbnailAsync(photos[pod.Index], pod.CancellationToken));

        Console.WriteLine($"{report.SucceededIndexes.Count()} done, {report.FailedIndexes.Count()} given up");

        Assert.Equal([0, 1, 2], report.SucceededIndexes);

        static Task MakeThumbnailAsync(string photo, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    [Fact]
    public async Task The_example_with_results_runs()
    {
        IReadOnlyList<string> texts = ["one two", "three", "missing"];
        await using var engine = new JobEngine(new InProcessPodExecutor());

        JobReport<int> words = await engine.ComputeAsync(
            JobBuilder.Indexed("count-words", completions: texts.Count).Parallelism(4).BackoffLimitPerIndex(0),
            async pod => (await ReadAsync(texts[pod.Index])).Split(' ').Length);

        int total = words.Results.Values.Sum();
        foreach ((int index, PodFailure failure) in words.Failures)
        {
            Console.WriteLine($"{texts[index]}: {failure.Message}");
        }

        Assert.Equal((3, 2), (total, Assert.Single(words.Failures).Key));

        static Task<string> ReadAsync(string text) => text == "missing" ? throw new FileNotFoundException() : Task.FromResult(text);
    }

    [Fact]
    public async Task The_example_with_a_container_runs()
    {
        var services = new ServiceCollection();

        services.AddBatchJobs()
            .UseInProcess(options => options with { MaxConcurrentPods = 16 })
            .AddHandler<ResizePhotos>("resize-photos")
            .AddHandler("say-hello", async pod => await Console.Out.WriteLineAsync($"hello from {pod.PodName}"));

        await using ServiceProvider provider = services.BuildServiceProvider();
        IJobClient client = provider.GetRequiredService<IJobClient>();
        Assert.True((await client.RunToCompletionAsync(JobBuilder.NonIndexed("resize").Image("resize-photos"))).Succeeded);
        Assert.True((await client.RunToCompletionAsync(JobBuilder.NonIndexed("hello").Image("say-hello"))).Succeeded);
    }

    [Fact]
    public async Task The_example_with_failures_runs()
    {
        var executor = new InProcessPodExecutor(new InProcessExecutorOptions
        {
            ExceptionExitCodes = new ExceptionExitCodes().Map<FormatException>(65, "BadInput").Map<HttpRequestException>(75, "Upstream"),
        });
        Job import = JobBuilder.Indexed("import", completions: 100)
            .BackoffLimitPerIndex(3)
            .FailIndexOn(65)
            .IgnoreFailuresWith(75)
            .Image("import");

        executor.Handlers.Add("import", pod => pod.Index == 50 ? throw new FormatException() : Task.CompletedTask);
        await using var engine = new JobEngine(executor);
        JobReport report = await engine.RunToCompletionAsync(JobBuilder.From(import).Parallelism(100));
        Assert.Equal([50], report.FailedIndexes);
    }

    private sealed class ResizePhotos : IPodHandler
    {
        public ValueTask<int> RunAsync(PodContext pod) => new(0);
    }
}

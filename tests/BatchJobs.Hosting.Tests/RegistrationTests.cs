using BatchJobs.Building;
using BatchJobs.InProcess;
using BatchJobs.Processes;
using BatchJobs.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace BatchJobs.Hosting.Tests;

public class RegistrationTests
{
    [Fact]
    public async Task An_engine_is_one_object_under_all_its_interfaces()
    {
        var services = new ServiceCollection();
        services.AddBatchJobs().UseInProcess();
        await using ServiceProvider provider = services.BuildServiceProvider();
        JobEngine engine = provider.GetRequiredService<JobEngine>();
        Assert.Same(engine, provider.GetRequiredService<IJobClient>());
        Assert.Same(engine, provider.GetRequiredService<ICronJobClient>());
        Assert.IsType<InProcessPodExecutor>(engine.Executor);
    }

    [Fact]
    public async Task Named_engines_live_side_by_side()
    {
        var services = new ServiceCollection();
        services.AddBatchJobs("quick").UseInProcess();
        services.AddBatchJobs("heavy").UseProcesses();
        await using ServiceProvider provider = services.BuildServiceProvider();
        Assert.IsType<InProcessPodExecutor>(provider.GetRequiredKeyedService<JobEngine>("quick").Executor);
        Assert.IsType<ProcessPodExecutor>(provider.GetRequiredKeyedService<JobEngine>("heavy").Executor);
        Assert.Same(provider.GetRequiredKeyedService<JobEngine>("quick"), provider.GetRequiredKeyedService<IJobClient>("quick"));
        Assert.Null(provider.GetService<JobEngine>());
    }

    [Fact]
    public async Task An_engine_without_executor_says_what_is_missing()
    {
        var services = new ServiceCollection();
        services.AddBatchJobs("lonely");
        await using ServiceProvider provider = services.BuildServiceProvider();
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => provider.GetRequiredKeyedService<JobEngine>("lonely"));
        Assert.StartsWith("Nothing runs the pods of engine \"lonely\": say UseInProcess()", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handlers_get_their_services_and_the_clock_of_the_container()
    {
        var clock = new VirtualTimeProvider();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(clock);
        services.AddScoped<Greeting>();
        services.AddBatchJobs(options => options with { FinishedPodHistory = 5 })
            .UseInProcess(options => options with { MaxConcurrentPods = 3 })
            .AddHandler<Greeter>("greet");
        await using ServiceProvider provider = services.BuildServiceProvider(validateScopes: true);
        JobEngine engine = provider.GetRequiredService<JobEngine>();
        JobReport report = await engine.RunToCompletionAsync(JobBuilder.Indexed("greetings", completions: 10).Parallelism(10).Image("greet"));
        Assert.True(report.Succeeded, report.Message);
        Assert.Equal(clock.GetUtcNow(), report.Job.Status!.CompletionTime);
        IReadOnlyDictionary<int, string> results = ((InProcessPodExecutor)engine.Executor).GetResults<string>(Guid.Parse(report.Job.Metadata.Uid!));
        Assert.Equal(Enumerable.Range(0, 10).ToDictionary(index => index, index => $"hello {index}"), results);
    }

    [Theory]
    [InlineData(-1, 0, 0)]
    [InlineData(0, -1, 0)]
    [InlineData(0, 0, -1)]
    public async Task Settings_that_make_no_sense_are_refused(int pods, int events, int jobs)
    {
        var services = new ServiceCollection();
        services.AddBatchJobs(options => options with { FinishedPodHistory = pods, EventHistory = events, FinishedJobLimit = jobs }).UseInProcess();
        await using ServiceProvider provider = services.BuildServiceProvider();
        Assert.Throws<ArgumentOutOfRangeException>(() => provider.GetRequiredService<JobEngine>());
    }

    private sealed class Greeting
    {
        private readonly string word = "hello";

        public string For(int index) => $"{word} {index}";
    }

    private sealed class Greeter(Greeting greeting) : IPodHandler
    {
        public ValueTask<int> RunAsync(PodContext pod)
        {
            pod.SetResult(greeting.For(pod.Index));
            return new ValueTask<int>(0);
        }
    }
}

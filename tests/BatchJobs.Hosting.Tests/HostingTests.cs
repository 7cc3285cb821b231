using BatchJobs.Building;
using BatchJobs.DependencyInjection;
using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Specs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace BatchJobs.Hosting.Tests;

public class HostingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_stopping_host_interrupts_pods_without_spending_their_retries()
    {
        var called = new TaskCompletionSource();
        using IHost host = Host(builder => builder.UseInProcess().AddHandler("wait", pod =>
        {
            called.TrySetResult();
            return Task.Delay(Timeout.Infinite, pod.CancellationToken);
        }).AddHosting());
        await host.StartAsync();
        JobEngine engine = host.Services.GetRequiredService<JobEngine>();
        Job job = await engine.CreateAsync(JobBuilder.NonIndexed("interrupted").BackoffLimit(0).Image("wait"));
        await called.Task.WaitAsync(Patience);
        await host.StopAsync().WaitAsync(Patience);
        Job after = await engine.GetAsync(job.Key());
        Assert.False(after.IsFinished());
        Assert.Null(after.Status!.Failed);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => engine.CreateAsync(JobBuilder.NonIndexed("late").Image("wait")));
    }

    [Fact]
    public async Task A_body_that_ignores_its_token_does_not_hold_the_host_beyond_its_time()
    {
        var called = new TaskCompletionSource();
        using IHost host = Host(builder => builder.UseInProcess(options => options with { CloseTimeout = TimeSpan.Zero }).AddHandler("stuck", _ =>
        {
            called.TrySetResult();
            return new TaskCompletionSource().Task;
        }).AddHosting(options => options.DrainTimeout = TimeSpan.Zero));
        await host.StartAsync();
        await host.Services.GetRequiredService<IJobClient>().CreateAsync(JobBuilder.NonIndexed("stuck").GracePeriod(TimeSpan.FromHours(1)).Image("stuck"));
        await called.Task.WaitAsync(Patience);
        await host.StopAsync().WaitAsync(Patience);
    }

    [Theory]
    [InlineData(50)]
    [InlineData(10_000_000)]
    public async Task A_host_may_give_pods_all_the_time_they_need(int days)
    {
        using IHost host = Host(builder => builder.UseInProcess().AddHandler("done", _ => Task.CompletedTask).AddHosting(options => options.DrainTimeout = TimeSpan.FromDays(days)));
        await host.StartAsync();
        await host.Services.GetRequiredService<IJobClient>().RunToCompletionAsync(JobBuilder.NonIndexed("done").Image("done"));
        await host.StopAsync().WaitAsync(Patience);
    }

    [Fact]
    public async Task A_host_does_not_start_over_an_executor_that_does_not_answer()
    {
        using IHost strict = Host(builder => builder.UseExecutor(_ => new DeadExecutor()).AddHosting());
        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => strict.StartAsync());
        Assert.Equal("The executor of the Job engine does not answer: no connection", error.Message);

        using IHost lenient = Host(builder => builder.UseExecutor(_ => new DeadExecutor()).AddHosting(options => options.RequireExecutor = false));
        await lenient.StartAsync();
        await lenient.StopAsync();
    }

    [Fact]
    public async Task Settings_are_checked_at_the_start()
    {
        using IHost hosting = Host(builder => builder.UseInProcess().AddHosting(options => options.DrainTimeout = TimeSpan.FromSeconds(-1)));
        await Assert.ThrowsAsync<OptionsValidationException>(() => hosting.StartAsync());

        using IHost engine = Host(builder => builder.UseInProcess(options => options with { MaxConcurrentPods = 0 }).AddHosting());
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => engine.StartAsync());
    }

    [Fact]
    public async Task Health_follows_engine_and_executor()
    {
        var executor = new DeadExecutor { Answers = true };
        using IHost host = Host(builder =>
        {
            builder.UseExecutor(_ => executor).AddHosting();
            builder.Services.AddHealthChecks().AddCheck<JobEngineHealthCheck>("batchjobs");
        });
        await host.StartAsync();
        HealthCheckService health = host.Services.GetRequiredService<HealthCheckService>();
        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync()).Status);

        executor.Answers = false;
        HealthReportEntry entry = (await health.CheckHealthAsync()).Entries["batchjobs"];
        Assert.Equal((HealthStatus.Unhealthy, "The executor does not answer: no connection"), (entry.Status, entry.Description!));

        executor.Answers = true;
        await host.StopAsync();
        Assert.Equal("The engine is stopping.", (await health.CheckHealthAsync()).Entries["batchjobs"].Description);
    }

    [Fact]
    public async Task Named_engines_stop_with_their_host_too()
    {
        using IHost host = Host(builder =>
        {
            builder.UseInProcess().AddHosting();
            builder.Services.AddBatchJobs("other").UseInProcess().AddHosting();
        });
        await host.StartAsync();
        JobEngine other = host.Services.GetRequiredKeyedService<JobEngine>("other");
        Assert.True((await other.CheckHealthAsync()).IsHealthy);
        await host.StopAsync();
        Assert.False((await other.CheckHealthAsync()).IsOpen);
    }

    private static IHost Host(Action<IBatchJobsBuilder> configure)
    {
        HostApplicationBuilder builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        configure(builder.Services.AddBatchJobs());
        return builder.Build();
    }

    private sealed class DeadExecutor : IPodExecutor
    {
        public bool Answers { get; set; }

        public PodExecutorCapabilities Capabilities { get; } = new();

        public ValueTask ConnectAsync(IPodObserver observer, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

        public ValueTask StartAsync(PodStartRequest request, CancellationToken cancellationToken = default) => throw new PodStartException("Dead", "no connection");

        public ValueTask StopAsync(PodId pod, TimeSpan? gracePeriod = null, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

        public ValueTask ReleaseAsync(PodId pod, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

        public ValueTask ForgetJobAsync(Guid jobUid, bool orphanPods, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

        public ValueTask<IReadOnlyList<PodReport>> ListAsync(CancellationToken cancellationToken = default) =>
            Answers ? new([]) : throw new IOException("no connection");

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

using System.Collections.Concurrent;
using BatchJobs.Pods;
using BatchJobs.Specs;
using Microsoft.Extensions.DependencyInjection;

namespace BatchJobs.InProcess.Tests;

public class ScopeTests
{
    private static readonly ConcurrentDictionary<int, int> Disposals = new();

    [Fact]
    public async Task Each_attempt_has_a_scope_of_its_own_that_is_disposed_once()
    {
        await using ServiceProvider services = Services();
        await using var pods = new ExecutorFixture(options => options with { Services = services });
        ConcurrentQueue<int> seen = [];
        PodId pod = await pods.StartAsync(
            context =>
            {
                Resource resource = context.Services.GetRequiredService<Resource>();
                Assert.Same(resource, context.Services.GetRequiredService<Resource>());
                seen.Enqueue(resource.Number);
                return Task.FromResult(seen.Count == 2 ? 0 : 1);
            },
            spec: new PodSpec { RestartPolicy = RestartPolicy.OnFailure });
        await pods.WhenEndedAsync(pod);
        Assert.Equal(2, seen.Distinct().Count());
        Assert.All(seen, number => Assert.Equal(1, Disposals[number]));
    }

    [Theory]
    [InlineData("succeeds")]
    [InlineData("throws")]
    [InlineData("is cancelled")]
    public async Task The_scope_is_disposed_before_the_end_is_reported(string end)
    {
        await using ServiceProvider services = Services();
        await using var pods = new ExecutorFixture(options => options with { Services = services });
        int number = 0;
        PodId pod = await pods.RunAsync(context =>
        {
            number = context.Services.GetRequiredService<Resource>().Number;
            return end switch
            {
                "succeeds" => Task.CompletedTask,
                "throws" => Task.FromException(new InvalidOperationException()),
                _ => Task.Delay(Timeout.Infinite, context.CancellationToken),
            };
        });
        if (end == "is cancelled")
        {
            await pods.Executor.StopAsync(pod);
        }

        await pods.WhenEndedAsync(pod);
        Assert.Equal(1, Disposals[number]);
    }

    [Fact]
    public async Task The_scope_of_an_abandoned_body_stays_until_the_body_returns()
    {
        await using ServiceProvider services = Services();
        await using var pods = new ExecutorFixture(options => options with { Services = services, MaxConcurrentPods = 1 });
        var wayOut = new TaskCompletionSource();
        int number = 0;
        PodId pod = await pods.RunAsync(context =>
        {
            number = context.Services.GetRequiredService<Resource>().Number;
            return wayOut.Task;
        });
        await pods.Executor.StopAsync(pod);
        pods.Clock.Advance(TimeSpan.FromSeconds(30));
        await pods.WhenEndedAsync(pod);
        Assert.False(Disposals.ContainsKey(number));

        // The next pod gets the slot only after the scope has gone.
        PodId next = await pods.StartAsync(_ => Task.CompletedTask, 1);
        wayOut.SetResult();
        await pods.WhenEndedAsync(next);
        Assert.Equal(1, Disposals[number]);
    }

    [Fact]
    public async Task A_scope_that_can_not_be_disposed_fails_its_pod()
    {
        await using ServiceProvider services = new ServiceCollection().AddScoped<Faulty>().BuildServiceProvider();
        await using var pods = new ExecutorFixture(options => options with { Services = services });
        PodStatus ended = await pods.WhenEndedAsync(await pods.StartAsync(context =>
        {
            context.Services.GetRequiredService<Faulty>();
            return Task.CompletedTask;
        }));
        Assert.Equal(PodPhase.Failed, ended.Phase);
        Assert.Equal("System.InvalidOperationException: can't be disposed", ended.ContainerStatuses[0].Terminated!.Message);
    }

    [Fact]
    public async Task A_registered_handler_type_is_made_in_the_scope_of_its_attempt()
    {
        await using ServiceProvider services = new ServiceCollection().AddScoped<Resource>().AddScoped<Handler>().BuildServiceProvider(validateScopes: true);
        await using var pods = new ExecutorFixture(options => options with { Services = services });
        pods.Executor.Handlers.AddService<Handler>("handler");
        await pods.Executor.StartAsync(pods.Request(0, image: "handler"));
        PodStatus ended = await pods.WhenEndedAsync(pods.Id(0));
        Assert.Equal(77, ended.ContainerStatuses[0].Terminated!.ExitCode);
        Assert.Equal(1, Disposals[int.Parse(ended.ContainerStatuses[0].Terminated!.Message!, System.Globalization.CultureInfo.InvariantCulture)]);
    }

    [Fact]
    public async Task Services_asked_for_after_the_end_or_without_a_container_are_refused()
    {
        await using ServiceProvider services = Services();
        await using var pods = new ExecutorFixture(options => options with { Services = services });
        PodContext? kept = null;
        await pods.WhenEndedAsync(await pods.StartAsync(context =>
        {
            kept = context;
            return Task.CompletedTask;
        }));
        Assert.Throws<ObjectDisposedException>(() => kept!.Services);
        Assert.Throws<InvalidOperationException>(() => new PodContext().Services);
    }

    private static ServiceProvider Services() => new ServiceCollection().AddScoped<Resource>().BuildServiceProvider(validateScopes: true);

    private sealed class Resource : IAsyncDisposable
    {
        private static int made;

        public int Number { get; } = Interlocked.Increment(ref made);

        public ValueTask DisposeAsync()
        {
            Disposals.AddOrUpdate(Number, 1, (_, count) => count + 1);
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Faulty : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => throw new InvalidOperationException("can't be disposed");
    }

    private sealed class Handler(Resource resource) : IPodHandler
    {
        public ValueTask<int> RunAsync(PodContext pod)
        {
            pod.TerminationMessage = resource.Number.ToString(System.Globalization.CultureInfo.InvariantCulture);
            return new ValueTask<int>(77);
        }
    }
}

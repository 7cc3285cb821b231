using BatchJobs.Specs;
using BatchJobs.Storage;
using BatchJobs.Testing;
using BatchJobs.Testing.Scripting;

namespace BatchJobs.Sqlite.Tests.Model;

/// <summary>An engine under virtual time to which things are done; with a store it can die at any commit, and another one takes its place.</summary>
internal sealed class EngineUnderTest(Func<IJobStore>? openStore) : IAsyncDisposable
{
    private static readonly PodRule[] Rules =
    [
        new(new PodMatch { Index = 1, Attempt = 0 }, PodScript.Fails(TimeSpan.FromSeconds(3), exitCode: 1)),
        new(new PodMatch { Index = 2 }, PodScript.Fails(TimeSpan.FromSeconds(2), exitCode: 1)),
        PodRule.ForAll(PodScript.Succeeds(TimeSpan.FromSeconds(5))),
    ];

    private readonly VirtualTimeProvider clock = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private ScriptedPodExecutor? pods;
    private DoomedStore? store;
    private JobEngine? engine;

    /// <summary>How often an engine has died.</summary>
    public int Deaths { get; private set; }

    public IReadOnlyList<PodRecord> Pods => pods!.Pods.All;

    public async Task OpenAsync()
    {
        pods ??= new ScriptedPodExecutor(clock, Rules);
        store = openStore is null ? null : new DoomedStore(openStore());
        DoomedStore? mine = store;
        engine = await JobEngine.OpenAsync(
            new DetachedExecutor(pods, () => mine?.Dead.IsCompleted == true),
            new JobEngineOptions { TimeProvider = clock, Store = store });
        await IdleAsync();
    }

    /// <summary>Does something; if the engine dies over it, another one is asked again, as a client that got no answer does.</summary>
    public async Task DoAsync(Func<JobEngine, Task> action)
    {
        while (true)
        {
            JobEngine asked = engine!;
            Task done = action(asked);
            await Task.WhenAny(done, Dead);
            if (done.IsCompleted && !Dead.IsCompleted)
            {
                await done;
                await IdleAsync();
                return;
            }

            await ReviveAsync();
        }
    }

    /// <summary>The engine dies after some more commits.</summary>
    public void Doom(int commits, bool makeLast) => store?.Doom(commits, makeLast);

    public async Task AdvanceAsync(double seconds)
    {
        DateTimeOffset end = clock.GetUtcNow() + TimeSpan.FromSeconds(seconds);
        await IdleAsync();
        while (clock.NextTimer <= end)
        {
            clock.AdvanceToNextTimer();
            await IdleAsync();
        }

        clock.AdvanceTo(end);
        await IdleAsync();
    }

    public async Task<string> DescribeAsync() => string.Join('\n', (await engine!.ListAsync()).Items.Select(job =>
    {
        JobStatus status = job.Status!;
        string conditions = string.Join(' ', (status.Conditions ?? []).Select(condition => $"{condition.Type}={condition.Status}/{condition.Reason}/{condition.LastTransitionTime:T}"));
        return $"{job.Metadata.Name} active={status.Active} succeeded={status.Succeeded} failed={status.Failed} completed={status.CompletedIndexes} failed={status.FailedIndexes} from={status.StartTime:T} to={status.CompletionTime:T} {conditions}";
    }));

    public async ValueTask DisposeAsync() => await engine!.AbandonAsync();

    private Task Dead => store?.Dead ?? new TaskCompletionSource().Task;

    private async Task IdleAsync()
    {
        while (true)
        {
            Task idle = engine!.WhenIdleAsync();
            await Task.WhenAny(idle, Dead);
            if (!Dead.IsCompleted)
            {
                return;
            }

            await ReviveAsync();
        }
    }

    private async Task ReviveAsync()
    {
        Deaths++;
        await engine!.AbandonAsync();
        await OpenAsync();
    }
}

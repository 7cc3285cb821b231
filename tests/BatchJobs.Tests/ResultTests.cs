using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.Testing.Scripting;
using BatchJobs.Tests.Support;

namespace BatchJobs.Tests;

/// <summary>What an executor says its pods have left is kept with their success, and given back after a restart.</summary>
public class ResultTests
{
    private static readonly PodRule[] SecondFailsAtFirst =
    [
        new(new PodMatch { Index = 1, Attempt = 0 }, PodScript.Fails(TimeSpan.FromSeconds(5), exitCode: 1)),
        PodRule.ForAll(PodScript.Succeeds(TimeSpan.FromSeconds(5))),
    ];

    [Fact]
    public async Task It_is_asked_of_each_pod_that_counts_and_gets_back_what_it_said()
    {
        await using var bench = new RestartBench(SecondFailsAtFirst);
        List<(long Ordinal, int? Index)> asked = [];
        List<PodResult> restored = [];
        bench.Wrap = inner => new ResultExecutor(inner, asked, restored);
        await bench.OpenAsync();
        JobKey key = await bench.CreateAsync(spec => spec with { CompletionMode = CompletionMode.Indexed, Completions = 3, Parallelism = 1 });
        await bench.AdvanceAsync(6);
        Assert.Equal([(0, 0)], asked);
        Assert.Empty(restored);
        await bench.CrashAsync();
        await bench.OpenAsync();
        Assert.Equal([new PodResult(0, "pod", "\"0\"")], restored);

        await bench.FinishAsync(key);
        Assert.Equal([0, 1, 2], asked.Select(pod => pod.Index!.Value).Order());
        restored.Clear();
        await bench.CrashAsync();
        await bench.OpenAsync();
        Assert.Equal(asked.Where(pod => pod.Index != 1).Select(pod => new PodResult(pod.Index!.Value, "pod", $"\"{pod.Ordinal}\"")), restored);
    }

    [Fact]
    public async Task A_pod_of_which_it_cannot_say_counts_all_the_same()
    {
        await using var bench = new RestartBench(SecondFailsAtFirst);
        List<PodResult> restored = [];
        bench.Wrap = inner => new ResultExecutor(inner, null, restored);
        await bench.OpenAsync();
        JobKey key = await bench.CreateAsync(spec => spec with { Completions = 2 });
        Assert.True((await bench.FinishAsync(key)).IsComplete());
        await bench.CrashAsync();
        await bench.OpenAsync();
        Assert.Empty(restored);
    }

    /// <summary>Pods leave their number, but for those of index 1.</summary>
    private sealed class ResultExecutor(IPodExecutor inner, List<(long Ordinal, int? Index)>? asked, List<PodResult> restored) : ExecutorProxy(inner), IPodResultSource
    {
        public PodResult? FindResult(PodId pod, int? index)
        {
            if (asked is null)
            {
                throw new InvalidOperationException("Nobody knows.");
            }

            asked.Add((pod.Ordinal, index));
            return index == 1 ? null : new PodResult(index!.Value, "pod", $"\"{pod.Ordinal}\"");
        }

        public void RestoreResults(Guid jobUid, IReadOnlyList<PodResult> results) => restored.AddRange(results);
    }
}

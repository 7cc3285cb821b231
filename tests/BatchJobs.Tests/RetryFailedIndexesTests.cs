using System.Reflection;
using System.Runtime.CompilerServices;
using BatchJobs.Building;
using BatchJobs.Client;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.Testing.Scripting;
using BatchJobs.Tests.Support;
using BatchJobs.Validation;

namespace BatchJobs.Tests;

/// <summary>A finished Job is not run again as a whole: only its indexes that did not succeed are.</summary>
public class RetryFailedIndexesTests
{
    private static readonly PodScript Fails = PodScript.Fails(TimeSpan.FromSeconds(1));
    private static readonly PodScript Succeeds = PodScript.Succeeds(TimeSpan.FromSeconds(1));

    [Fact]
    public async Task Only_the_indexes_that_did_not_succeed_run_in_a_new_Job_that_names_the_old_one()
    {
        await using var bench = new EngineBench(
            new PodRule(new PodMatch { Job = 0, Index = 1 }, Fails),
            new PodRule(new PodMatch { Job = 0, Index = 3 }, Fails),
            PodRule.ForAll(Succeeds));
        JobKey key = await bench.CreateAsync(Indexed(5));
        Job failed = await bench.FinishAsync(key);
        Assert.Equal(("0,2,4", "1,3"), (failed.Status!.CompletedIndexes, failed.Status.FailedIndexes));

        Job retry = await bench.Engine.RetryFailedIndexesAsync(key);
        Assert.StartsWith("work-retry-", retry.Metadata.Name, StringComparison.Ordinal);
        Assert.Equal("work", retry.Metadata.Annotations![JobRetryAnnotations.RetryOf]);
        Assert.Equal(failed.Metadata.Uid, retry.Metadata.Annotations[JobRetryAnnotations.RetryOfUid]);
        Job finished = await bench.FinishAsync(retry.Key());
        Assert.True(finished.IsComplete());
        Assert.Equal(("0-4", 5), (finished.Status!.CompletedIndexes, finished.Status.Succeeded));
        Assert.Equal([1, 3], (await bench.Engine.ListPodsAsync(retry.Key())).Select(pod => pod.Index!.Value));
        Assert.Equal("1,3", (await bench.Engine.GetAsync(key)).Status!.FailedIndexes);
    }

    [Fact]
    public async Task Whoever_waits_for_a_report_learns_what_failed_and_why()
    {
        await using var bench = new EngineBench(PodRule.ForIndex(1, Fails), PodRule.ForAll(Succeeds));
        JobKey key = await bench.CreateAsync(Indexed(3));
        Task<JobReport> waiting = bench.Engine.WaitForReportAsync(key);
        await bench.FinishAsync(key);
        JobReport report = await waiting;
        Assert.Equal([0, 2], report.SucceededIndexes);
        Assert.Equal([1], report.FailedIndexes);
        Assert.Equal(1, Assert.Single(report.Failures).Value.ExitCode);
        await Assert.ThrowsAsync<JobNotFoundException>(() => bench.Engine.WaitForReportAsync(new JobKey("nobody")));
    }

    [Fact]
    public async Task Whoever_waits_for_a_report_gets_it_although_the_Job_goes_at_once()
    {
        await using var bench = new EngineBench(PodRule.ForAll(Succeeds));
        JobKey key = await bench.CreateAsync(spec => spec with { TtlSecondsAfterFinished = 0 });
        Task<JobReport> waiting = LateListener.To(bench.Engine).WaitForReportAsync(key);
        await bench.AdvanceAsync(60);
        Assert.True((await waiting).Succeeded);
    }

    [Fact]
    public async Task Indexes_that_never_ran_are_run_as_well()
    {
        await using var bench = new EngineBench(new PodRule(new PodMatch { Job = 0 }, Fails), PodRule.ForAll(Succeeds));
        JobKey key = await bench.CreateAsync(spec => Indexed(4)(spec) with { MaxFailedIndexes = 0, Parallelism = 1 });
        Assert.True((await bench.FinishAsync(key)).IsFailed());
        Job retry = await bench.Engine.RetryFailedIndexesAsync(key, "again");
        Assert.Equal("again", retry.Metadata.Name);
        Assert.Equal("0-3", (await bench.FinishAsync(retry.Key())).Status!.CompletedIndexes);
        Assert.Equal(4, (await bench.Engine.ListPodsAsync(retry.Key())).Count);
    }

    [Fact]
    public async Task Only_indexes_that_a_finished_Job_still_has_are_run_after_it_was_shrunk()
    {
        await using var bench = new EngineBench(new PodRule(new PodMatch { Job = 0, Index = 1 }, Fails), PodRule.ForAll(Succeeds));
        JobKey key = await bench.CreateAsync(Indexed(4));
        await bench.FinishAsync(key);
        Job shrunk = await bench.Engine.PatchAsync(key, """{"spec": {"completions": 3, "parallelism": 3}}""");
        Assert.Equal(("0,2,3", 3), (shrunk.Status!.CompletedIndexes, shrunk.Status.Succeeded));

        Job finished = await bench.FinishAsync((await bench.Engine.RetryFailedIndexesAsync(key)).Key());
        Assert.Equal([1], (await bench.Engine.ListPodsAsync(finished.Key())).Select(pod => pod.Index!.Value));
        Assert.Equal("0-2", finished.Status!.CompletedIndexes);
    }

    [Fact]
    public async Task A_retry_can_fail_and_be_retried()
    {
        await using var bench = new EngineBench(
            new PodRule(new PodMatch { Job = 0 }, Fails),
            new PodRule(new PodMatch { Job = 1, Index = 0 }, Fails),
            PodRule.ForAll(Succeeds));
        JobKey key = await bench.CreateAsync(Indexed(2));
        await bench.FinishAsync(key);
        Job second = await bench.FinishAsync((await bench.Engine.RetryFailedIndexesAsync(key)).Key());
        Assert.Equal(("1", "0"), (second.Status!.CompletedIndexes, second.Status.FailedIndexes));
        Job third = await bench.FinishAsync((await bench.Engine.RetryFailedIndexesAsync(second.Key(), "third")).Key());
        Assert.Equal("0,1", third.Status!.CompletedIndexes);
        Assert.Equal(second.Metadata.Name, third.Metadata.Annotations![JobRetryAnnotations.RetryOf]);
    }

    [Fact]
    public async Task What_can_not_be_retried_is_refused()
    {
        await using var bench = new EngineBench(PodRule.ForAll(Succeeds));
        JobKey running = await bench.CreateAsync(Indexed(1), "running");
        await RefusedAsync(running, "Job default/running has not finished yet.");
        await bench.FinishAsync(running);
        await RefusedAsync(running, "Job default/running has nothing to retry: all of its 1 indexes have succeeded.");
        JobKey plain = await bench.CreateAsync(name: "plain");
        await bench.FinishAsync(plain);
        await RefusedAsync(plain, "Job default/plain is NonIndexed: its pods can't be told apart, so that none can be retried.");
        await Assert.ThrowsAsync<JobNotFoundException>(() => bench.Engine.RetryFailedIndexesAsync(new JobKey("nobody")));

        async Task RefusedAsync(JobKey key, string message) =>
            Assert.Equal(message, (await Assert.ThrowsAsync<InvalidOperationException>(() => bench.Engine.RetryFailedIndexesAsync(key))).Message);
    }

    [Theory]
    [InlineData("0-9")]
    [InlineData("2,1")]
    [InlineData("all")]
    public async Task Indexes_that_a_Job_can_not_bring_along_are_refused_by_name(string indexes)
    {
        await using var bench = new EngineBench();
        Job job = EngineBench.NewJob(change: Indexed(5));
        job = job with { Metadata = job.Metadata with { Annotations = new Dictionary<string, string> { [JobRetryAnnotations.CompletedIndexes] = indexes } } };
        InvalidObjectException error = await Assert.ThrowsAsync<InvalidObjectException>(() => bench.Engine.CreateAsync(job));
        Assert.Equal("metadata.annotations[batchjobs/completed-indexes]", Assert.Single(error.Errors).Field);
    }

    private static Func<JobSpec, JobSpec> Indexed(int completions) => spec => spec with
    {
        CompletionMode = CompletionMode.Indexed,
        Completions = completions,
        Parallelism = completions,
        BackoffLimitPerIndex = 0,
    };

    /// <summary>A client whose caller learns of the end of a Job only when the Job is gone.</summary>
    public class LateListener : DispatchProxy
    {
        private IJobClient inner = null!;

        public static IJobClient To(IJobClient inner)
        {
            IJobClient client = Create<IJobClient, LateListener>();
            ((LateListener)(object)client).inner = inner;
            return client;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name == nameof(IJobClient.WatchPodsAsync)
            ? WatchPodsAsync((JobKey)args![0]!, (CancellationToken)args[1]!)
            : targetMethod.Invoke(inner, args);

        private async IAsyncEnumerable<JobPod> WatchPodsAsync(JobKey key, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            Task<JobChange> gone = inner.WatchAsync(new JobWatchOptions { Key = key }, cancellationToken)
                .FirstAsync(change => change.Type == JobChangeType.Deleted, cancellationToken)
                .AsTask();
            await foreach (JobPod pod in inner.WatchPodsAsync(key, cancellationToken))
            {
                yield return pod;
            }

            await gone;
        }
    }
}

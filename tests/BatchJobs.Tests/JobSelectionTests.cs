using BatchJobs.Client;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.Testing.Scripting;
using BatchJobs.Tests.Support;

namespace BatchJobs.Tests;

/// <summary>Jobs are found, changed and deleted by what they are, one or all of them.</summary>
public class JobSelectionTests
{
    [Theory]
    [InlineData("status.successful=1", "done")]
    [InlineData("status.successful==0", "open")]
    [InlineData("metadata.name!=open", "done")]
    [InlineData("metadata.name=open,metadata.namespace=default", "open")]
    [InlineData("metadata.namespace!=default", "")]
    [InlineData("", "done open")]
    public async Task A_field_selector_selects(string selector, string names)
    {
        await using var bench = new EngineBench(PodRule.ForAll(PodScript.Succeeds()));
        await bench.FinishAsync(await bench.CreateAsync(name: "done"));
        await bench.CreateAsync(spec => spec with { Suspend = true }, "open");
        JobList list = await bench.Engine.ListAsync(new JobListOptions { FieldSelector = selector }, TestContext.Current.CancellationToken);
        Assert.Equal(names, string.Join(' ', list.Items.Select(job => job.Metadata.Name)));
    }

    [Theory]
    [InlineData("spec.parallelism=1", "field label \"spec.parallelism\" not supported for Job")]
    [InlineData("metadata.name", "neither field=value nor field!=value")]
    public async Task A_field_selector_that_can_not_be_read_says_why(string selector, string message)
    {
        await using var bench = new EngineBench();
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => bench.Engine.ListAsync(new JobListOptions { FieldSelector = selector }));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_that_are_selected_are_changed_and_deleted_however_many_pages_they_fill()
    {
        await using var bench = new EngineBench();
        for (int i = 0; i < 7; i++)
        {
            await bench.CreateAsync(spec => spec with { Suspend = true }, $"job-{i}");
        }

        var all = new JobListOptions { Limit = 2, FieldSelector = "metadata.name!=job-3" };
        Assert.Equal(6, await bench.Engine.PatchAllAsync(all, new JobPatch { Parallelism = 3 }, TestContext.Current.CancellationToken));
        List<int?> parallelism = [];
        await foreach (Job job in bench.Engine.ListAllAsync(new JobListOptions { Limit = 3 }, TestContext.Current.CancellationToken))
        {
            parallelism.Add(job.Spec.Parallelism);
        }

        Assert.Equal([3, 3, 3, 1, 3, 3, 3], parallelism);
        Assert.Equal(6, await bench.Engine.DeleteAllAsync(all, cancellationToken: TestContext.Current.CancellationToken));
        await bench.Engine.WhenIdleAsync();
        Assert.Equal("job-3", Assert.Single((await bench.Engine.ListAsync()).Items).Metadata.Name);
    }

    [Fact]
    public async Task A_patch_sets_what_it_names_and_nothing_else()
    {
        await using var bench = new EngineBench(PodRule.ForAll(PodScript.RunsForever));
        JobKey key = await bench.CreateAsync(spec => spec with { CompletionMode = CompletionMode.Indexed, Completions = 3, Parallelism = 3 });
        Job patched = await bench.Engine.PatchAsync(
            key,
            new JobPatch { Completions = 5, Parallelism = 5, ActiveDeadlineSeconds = 60, TtlSecondsAfterFinished = 10, BackoffLimit = 1, Suspend = true },
            TestContext.Current.CancellationToken);
        JobSpec spec = patched.Spec;
        Assert.Equal((5, 5, 60L, 10, 1, true), (spec.Completions, spec.Parallelism, spec.ActiveDeadlineSeconds, spec.TtlSecondsAfterFinished, spec.BackoffLimit, spec.Suspend));
        Assert.Equal("""{"spec":{}}""", new JobPatch().ToJson());
    }

    [Fact]
    public async Task A_change_of_a_version_that_is_no_more_is_a_conflict()
    {
        await using var bench = new EngineBench();
        JobKey key = await bench.CreateAsync(spec => spec with { Suspend = true });
        string old = (await bench.Engine.GetAsync(key)).Metadata.ResourceVersion!;
        Job now = await bench.Engine.ScaleAsync(key, 2);
        await Assert.ThrowsAsync<JobConflictException>(() => bench.Engine.PatchAsync(key, new JobPatch { Parallelism = 3, ResourceVersion = old }));
        await Assert.ThrowsAsync<JobConflictException>(() => bench.Engine.DeleteAsync(key, new JobDeleteOptions { ResourceVersion = old }));
        JobConflictException other = await Assert.ThrowsAsync<JobConflictException>(() => bench.Engine.DeleteAsync(key, new JobDeleteOptions { Uid = "other" }));
        Assert.Contains("the UID in the precondition (other) does not match the UID in record", other.Message, StringComparison.Ordinal);
        await bench.Engine.DeleteAsync(key, new JobDeleteOptions { Uid = now.Metadata.Uid, ResourceVersion = now.Metadata.ResourceVersion });
        await Assert.ThrowsAsync<JobNotFoundException>(() => bench.Engine.GetAsync(key));
    }
}

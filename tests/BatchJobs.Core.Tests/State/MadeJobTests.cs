using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Core.Tests.State;

/// <summary>A Job whose parts are made when somebody looks is a Job like any other.</summary>
public class MadeJobTests
{
    private static readonly DateTimeOffset DeletedAt = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ObjectMeta Metadata = new() { Name = "made", ResourceVersion = "7", DeletionTimestamp = DeletedAt };
    private static readonly JobSpec Spec = new() { Completions = 3 };

    [Fact]
    public void Parts_are_made_once_and_not_before_they_are_read()
    {
        var source = new Source();
        var job = new Job(source, 7, DeletedAt) { Kind = "Job" };
        Assert.Equal(0, source.Made);

        Assert.Same(job.Metadata, job.Metadata);
        Assert.Same(job.Spec, job.Spec);
        Assert.Equal(2, source.Made);
    }

    [Fact]
    public void A_copy_keeps_what_it_does_not_change()
    {
        Job changed = new Job(new Source(), 7, DeletedAt) with { Metadata = new ObjectMeta { Name = "other" } };
        Assert.Equal("other", changed.Metadata.Name);
        Assert.Equal(3, changed.Spec.Completions);
    }

    [Fact]
    public void It_equals_one_that_was_given_the_same()
    {
        var given = new Job { Kind = "Job", Metadata = Metadata, Spec = Spec };
        var made = new Job(new Source(), 7, DeletedAt) { Kind = "Job" };
        Assert.Equal(given, made);
        Assert.Equal(given.GetHashCode(), made.GetHashCode());
        Assert.NotEqual(given, made with { Status = new JobStatus() });
    }

    private sealed class Source : IJobSource
    {
        public int Made { get; private set; }

        public ObjectMeta MakeMetadata(long resourceVersion, OptionalTime deletedAt)
        {
            Made++;
            return new ObjectMeta { Name = "made", ResourceVersion = $"{resourceVersion}", DeletionTimestamp = deletedAt };
        }

        public JobSpec MakeSpec()
        {
            Made++;
            return Spec with { };
        }
    }
}

using BatchJobs.Building;
using BatchJobs.Specs;

namespace BatchJobs.Sqlite.Tests.Meddling;

/// <summary>Valid Jobs of all kinds, at random.</summary>
internal sealed class JobDice(Random random)
{
    public Job Next(string name)
    {
        int completions = random.Next(1, 12);
        JobBuilder job = random.Next(3) switch
        {
            0 => JobBuilder.NonIndexed(name, completions),
            1 => WithIndexRules(JobBuilder.Indexed(name, completions), completions),
            _ => JobBuilder.WorkQueue(name, 3),
        };
        job = job.Image(Witness.Image).Parallelism(random.Next(1, 6)).BackoffLimit(random.Next(6));
        job = random.Next(3) == 0 ? job.IgnoreFailuresWith(Witness.Ignored) : job;
        job = random.Next(4) == 0 ? job.With(spec => spec with { PodReplacementPolicy = PodReplacementPolicy.Failed }) : job;
        return random.Next(6) == 0 ? job.Suspended() : job;
    }

    private JobBuilder WithIndexRules(JobBuilder job, int completions)
    {
        if (random.Next(2) == 0)
        {
            job = job.BackoffLimitPerIndex(random.Next(3)).FailIndexOn(Witness.Fatal);
            job = random.Next(2) == 0 ? job.MaxFailedIndexes(random.Next(completions)) : job;
        }

        return random.Next(4) == 0 ? job.SucceedAfter(random.Next(1, completions + 1)) : job;
    }
}

using BatchJobs.Client;
using BatchJobs.Specs;
using BatchJobs.Testing.Scripting;
using BatchJobs.Tests.Support;

namespace BatchJobs.Tests;

/// <summary>Jobs that leave their name to the engine.</summary>
public class GeneratedNameTests
{
    [Theory]
    [InlineData(7, true)]
    [InlineData(8, false)]
    public async Task A_name_that_is_taken_is_followed_by_another_one_up_to_eight_times(int taken, bool found)
    {
        int uids = 0;
        var options = new JobEngineOptions { NewUid = _ => new Guid(uids++ > taken ? 2 : 1, 0, 0, [0, 0, 0, 0, 0, 0, 0, (byte)uids]) };
        await using EngineBench bench = new(options, wrap: null, PodRule.ForAll(PodScript.RunsForever));
        Job first = await bench.Engine.CreateAsync(Unnamed());
        Task<Job> second = bench.Engine.CreateAsync(Unnamed());
        if (found)
        {
            Assert.NotEqual(first.Metadata.Name, (await second).Metadata.Name);
        }
        else
        {
            await Assert.ThrowsAsync<JobAlreadyExistsException>(() => second);
        }

        Assert.Equal(taken + (found ? 2 : 1), uids);
    }

    private static Job Unnamed() => EngineBench.NewJob() with { Metadata = new ObjectMeta { GenerateName = "work-" } };
}

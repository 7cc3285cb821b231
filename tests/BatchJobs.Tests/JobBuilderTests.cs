using BatchJobs.Building;
using BatchJobs.Specs;

namespace BatchJobs.Tests;

public class JobBuilderTests
{
    [Fact]
    public void A_time_to_live_that_no_Job_can_have_is_refused_by_its_name()
    {
        JobBuilder builder = JobBuilder.NonIndexed("j");

        Assert.Equal("time", Assert.Throws<ArgumentOutOfRangeException>(() => builder.TtlAfterFinished(TimeSpan.MaxValue)).ParamName);
        Job longest = builder.TtlAfterFinished(TimeSpan.FromSeconds(int.MaxValue));
        Assert.Equal(int.MaxValue, longest.Spec.TtlSecondsAfterFinished);
    }
}

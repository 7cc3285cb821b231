using BatchJobs.Rules;

namespace BatchJobs.Core.Tests.Rules;

public class StartRetryTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(6, 32)]
    [InlineData(7, 60)]
    [InlineData(100, 60)]
    public void Doubles_from_a_second_to_a_minute(int failures, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), StartRetry.After(failures));
}

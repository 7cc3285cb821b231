using BatchJobs.Primitives;

namespace BatchJobs.Core.Tests.Primitives;

/// <summary>An instant or none, in few bytes.</summary>
public class OptionalTimeTests
{
    [Fact]
    public void It_gives_back_what_it_got()
    {
        DateTimeOffset?[] times = [null, DateTimeOffset.MinValue, DateTimeOffset.UnixEpoch, new DateTimeOffset(2030, 1, 1, 2, 0, 0, TimeSpan.FromHours(2)), DateTimeOffset.MaxValue];
        Assert.All(times, time => Assert.Equal(time, (DateTimeOffset?)(OptionalTime)time));
        Assert.Null((DateTimeOffset?)default(OptionalTime));
    }
}

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

    [Fact]
    public void It_compares_as_a_nullable_does()
    {
        DateTimeOffset?[] times = [null, DateTimeOffset.MinValue, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddTicks(1), DateTimeOffset.MaxValue];
        foreach (DateTimeOffset? one in times)
        {
            OptionalTime time = one;
            Assert.Equal(one is not null, time.HasValue);
            Assert.All(times.OfType<DateTimeOffset>(), now => Assert.Equal(one <= now, time.IsReached(now)));
            Assert.All(times, other => Assert.Equal(one < other || other is null ? one : other, (DateTimeOffset?)OptionalTime.Earlier(time, other)));
        }
    }
}

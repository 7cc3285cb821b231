using BatchJobs.Runtime;

namespace BatchJobs.Tests;

/// <summary>The uids of new Jobs.</summary>
public sealed class UidSourceTests
{
    [Theory]
    [InlineData("2026-03-01T12:34:56.789Z")]
    [InlineData("1970-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59.999Z")]
    public void A_uid_is_a_version_7_uuid_that_begins_with_the_time(string time)
    {
        DateTimeOffset now = DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture);
        Guid uid = UidSource.Next(now);
        Assert.Equal(7, uid.Version);
        Assert.InRange(uid.Variant, 8, 11);
        Assert.Equal(now.ToUnixTimeMilliseconds(), Convert.ToInt64(uid.ToString("N")[..12], 16));
    }

    [Fact]
    public void A_time_before_1970_counts_as_1970()
    {
        Assert.StartsWith("00000000-0000-7", UidSource.Next(DateTimeOffset.MinValue).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Uids_of_one_moment_differ_and_those_of_a_later_one_come_after_them()
    {
        DateTimeOffset now = DateTimeOffset.UnixEpoch.AddYears(56);
        Guid[] first = [.. Enumerable.Range(0, 1_000).Select(_ => UidSource.Next(now))];
        Guid[] second = [.. Enumerable.Range(0, 1_000).Select(_ => UidSource.Next(now.AddMilliseconds(1)))];
        Assert.Equal(2_000, first.Concat(second).Distinct().Count());
        Assert.True(string.CompareOrdinal(first.Max(Text), second.Min(Text)) < 0);

        static string Text(Guid uid) => uid.ToString();
    }
}

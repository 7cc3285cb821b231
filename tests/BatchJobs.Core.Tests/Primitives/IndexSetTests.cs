using BatchJobs.Primitives;
using static BatchJobs.Core.Tests.Harness.States;

namespace BatchJobs.Core.Tests.Primitives;

public class IndexSetTests
{
    [Theory]

    // A new interval, one that grows at either end, two that meet, and nothing new.
    [InlineData("3-5", 1, "1,3-5")]
    [InlineData("3-5", 2, "2-5")]
    [InlineData("3-5", 6, "3-6")]
    [InlineData("3-5", 8, "3-5,8")]
    [InlineData("0,1,3,4", 2, "0-4")]
    [InlineData("3-5", 4, "3-5")]
    [InlineData("", 0, "0")]
    public void Add_keeps_intervals_apart_and_in_order(string before, int index, string after)
    {
        IndexSet set = Indexes(before);
        Assert.Equal(before != after, set.Add(index));
        Assert.Equal(after, set.ToString());
    }

    [Theory]
    [InlineData("0-2,8,9", 3, 7, "0-9")]
    [InlineData("0-2,8,9", 4, 6, "0-2,4-6,8,9")]
    [InlineData("0-2,4,6,8,9", 1, 8, "0-9")]
    [InlineData("4,6,8", 0, 9, "0-9")]
    [InlineData("0-9", 3, 4, "0-9")]
    [InlineData("5", 6, 6, "5,6")]
    [InlineData("5", 4, 4, "4,5")]
    [InlineData("5", 7, 9, "5,7-9")]
    public void AddRange_swallows_what_it_touches(string before, int from, int to, string after)
    {
        IndexSet set = Indexes(before);
        set.AddRange(from, to);
        Assert.Equal(after, set.ToString());
        Assert.Equal(set.Enumerate().Count(), set.Count);
    }

    [Theory]

    // A whole interval, either end, the middle, nothing.
    [InlineData("1,3-5", 1, "3-5")]
    [InlineData("3-6", 3, "4-6")]
    [InlineData("3-6", 6, "3-5")]
    [InlineData("3-7", 5, "3,4,6,7")]
    [InlineData("3-5", 2, "3-5")]
    [InlineData("3-5", 6, "3-5")]
    public void Remove_splits_intervals(string before, int index, string after)
    {
        IndexSet set = Indexes(before);
        Assert.Equal(before != after, set.Remove(index));
        Assert.Equal(after, set.ToString());
    }

    [Theory]
    [InlineData("0-2,5-7", 6, "0-2,5")]
    [InlineData("0-2,5-7", 5, "0-2")]
    [InlineData("0-2,5-7", 1, "0")]
    [InlineData("0-2,5-7", 0, "")]
    [InlineData("0-2,5-7", 8, "0-2,5-7")]
    public void RemoveFrom_cuts(string before, int limit, string after)
    {
        IndexSet set = Indexes(before);
        Assert.Equal(before != after, set.HasAnyFrom(limit));
        set.RemoveFrom(limit);
        Assert.Equal(after, set.ToString());
        Assert.Equal(set.Enumerate().Count(), set.Count);
    }

    [Theory]
    [InlineData("0-2,5-7", 0, 3)]
    [InlineData("0-2,5-7", 3, 3)]
    [InlineData("0-2,5-7", 7, 8)]
    [InlineData("5-7", 0, 0)]
    [InlineData("", 4, 4)]
    public void FirstMissing_jumps_over_intervals(string indexes, int start, int expected) =>
        Assert.Equal(expected, Indexes(indexes).FirstMissing(start));

    [Fact]
    public void Below_zero_there_is_no_index()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new IndexSet().Add(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new IndexSet().AddRange(-1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new IndexSet().AddRange(2, 1));
    }

    [Fact]
    public void A_copy_lives_on_its_own()
    {
        IndexSet set = Indexes("0-2,5");
        IndexSet copy = set.Clone();
        copy.Add(3);
        set.Remove(5);
        Assert.Equal(("0-2", "0-3,5"), (set.ToString(), copy.ToString()));
    }

    [Fact]
    public void A_million_neighbours_are_one_interval()
    {
        var set = new IndexSet();
        for (int index = 0; index < 1_000_000; index++)
        {
            set.Add(index);
        }

        Assert.Equal((1_000_000, 1), (set.Count, set.IntervalCount));
    }

    [Fact]
    public void The_highest_index_of_all_can_be_in_it()
    {
        var set = new IndexSet();
        set.AddRange(int.MaxValue - 2, int.MaxValue - 1);
        set.AddRange(5, 6);
        Assert.Equal("5,6,2147483645,2147483646", set.ToString());
        Assert.Equal(int.MaxValue, set.FirstMissing(int.MaxValue - 2));
    }

    [Fact]
    public void The_set_of_Jobs_without_indexes_takes_none()
    {
        Assert.Throws<InvalidOperationException>(() => IndexSet.None.Add(0));
        Assert.Throws<InvalidOperationException>(() => IndexSet.None.AddRange(1, 2));
        Assert.True(IndexSet.None.IsEmpty);
        Assert.True(IndexSet.None.Clone().Add(0));
    }
}

using BatchJobs.State;

namespace BatchJobs.Core.Tests.State;

public class PodNamingTests
{
    private static readonly Guid Uid = new("6a1f77c2-94a4-4f62-8e38-6c9a25b1f0d7");

    [Theory]
    [InlineData(4, PodRecord.NoIndex, "aaaa-")]
    [InlineData(4, 0, "aaaa-0-")]
    [InlineData(4, 12, "aaaa-12-")]

    // 58 characters before the suffix are the most: without an index the end is cut, with one the name of the Job.
    [InlineData(57, PodRecord.NoIndex, "57-")]
    [InlineData(58, PodRecord.NoIndex, "58")]
    [InlineData(63, PodRecord.NoIndex, "58")]
    [InlineData(55, 9, "55-9-")]
    [InlineData(61, 9, "55-9-")]
    [InlineData(61, 100, "53-100-")]
    public void Leaves_room_for_the_suffix(int length, int index, string prefix)
    {
        string name = PodNaming.Name(new string('a', length), Uid, index, 3);
        if (char.IsDigit(prefix[0]))
        {
            int cut = int.Parse(prefix[..2]);
            prefix = new string('a', cut) + prefix[2..];
        }

        Assert.StartsWith(prefix, name, StringComparison.Ordinal);
        Assert.Equal(prefix.Length + 5, name.Length);
    }

    [Fact]
    public void A_host_name_is_never_cut() => Assert.Equal(new string('a', 61) + "-9", PodNaming.Hostname(new string('a', 61), 9));
}

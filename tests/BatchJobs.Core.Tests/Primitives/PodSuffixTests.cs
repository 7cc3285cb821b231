using BatchJobs.Primitives;
using CsCheck;

namespace BatchJobs.Core.Tests.Primitives;

public class PodSuffixTests
{
    private static readonly Guid Job = new("6a1f77c2-94a4-4f62-8e38-6c9a25b1f0d7");

    [Fact]
    public void Looks_like_a_suffix_of_Kubernetes() =>
        Gen.Select(Gen.Guid, Gen.Long[0, long.MaxValue]).Sample((job, ordinal) =>
            PodSuffix.Of(job, ordinal) is { Length: 5 } suffix && suffix.All("bcdfghjklmnpqrstvwxz2456789".Contains));

    [Fact]
    public void Comes_again_for_the_same_pod() => Gen.Select(Gen.Guid, Gen.Long[0, long.MaxValue]).Sample((job, ordinal) =>
        PodSuffix.Of(job, ordinal) == PodSuffix.Of(job, ordinal) && PodSuffix.Uid(job, ordinal) == PodSuffix.Uid(job, ordinal));

    [Fact]
    public void Differs_from_pod_to_pod()
    {
        Assert.Equal(200_000, Enumerable.Range(0, 200_000).Select(ordinal => PodSuffix.Of(Job, ordinal)).Distinct().Count());
        Assert.Equal(200_000, Enumerable.Range(0, 200_000).Select(ordinal => PodSuffix.Uid(Job, ordinal)).Distinct().Count());
    }

    [Fact]
    public void Comes_again_only_after_all_others() => Assert.Equal(PodSuffix.Of(Job, 1), PodSuffix.Of(Job, 1 + (27L * 27 * 27 * 27 * 27)));

    [Fact]
    public void Differs_from_Job_to_Job()
    {
        var other = new Guid("0b1f77c2-94a4-4f62-8e38-6c9a25b1f0d7");
        Assert.NotEqual(PodSuffix.Of(Job, 0), PodSuffix.Of(other, 0));
        Assert.NotEqual(PodSuffix.Uid(Job, 0), PodSuffix.Uid(other, 0));
    }

    [Fact]
    public void A_uid_is_a_version_8_uuid() => Gen.Select(Gen.Guid, Gen.Long[0, long.MaxValue]).Sample((job, ordinal) =>
        PodSuffix.Uid(job, ordinal) is { Version: 8, Variant: >= 8 and <= 11 });

    [Fact]
    public void Jobs_of_one_instant_have_suffixes_of_their_own()
    {
        var random = new Random(1);
        byte[] bytes = new byte[16];
        HashSet<string> suffixes = [];
        for (int i = 0; i < 10_000; i++)
        {
            random.NextBytes(bytes.AsSpan(6));
            bytes[6] = (byte)(0x70 | (bytes[6] & 0xF));
            bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
            suffixes.Add(PodSuffix.Of(new Guid(bytes, bigEndian: true), 0));
        }

        // Of 14 million combinations some of ten thousand draws come twice: 3.5 on average.
        Assert.InRange(suffixes.Count, 9_980, 10_000);
    }
}

using BatchJobs.Core.Tests.Harness;
using BatchJobs.State;
using CsCheck;

namespace BatchJobs.Core.Tests.State;

public class PodSlotsTests
{
    // Numbers that clash in few slots, numbers in a row, and numbers far apart.
    private static readonly Gen<long> Ordinals = Gen.OneOf(Gen.Long[0, 20], Gen.Long[0, 9].Select(number => number * 16), Gen.Long[long.MaxValue - 9, long.MaxValue]);

    [Fact]
    public void Answers_as_a_dictionary_does() => Gen.Select(Gen.Bool, Ordinals).Array[0, 60].Sample(actions =>
    {
        var slots = new PodSlots();
        var simple = new Dictionary<long, PodRecord>();
        foreach ((bool add, long ordinal) in actions)
        {
            if (add && !simple.ContainsKey(ordinal))
            {
                var pod = new PodRecord(ordinal, PodRecord.NoIndex, States.Second(0));
                simple.Add(ordinal, pod);
                slots.Add(pod);
            }
            else if (!add)
            {
                Assert.Equal(simple.Remove(ordinal), slots.Remove(ordinal));
            }

            Assert.Equal(simple.Count, slots.Count);
            Assert.Equal(simple.Values.OrderBy(pod => pod.Ordinal), slots.All.OrderBy(pod => pod.Ordinal));
            Assert.All(simple, pair => Assert.True(slots.TryGet(pair.Key, out PodRecord? found) && found == pair.Value));
            Assert.Equal(simple.ContainsKey(ordinal), slots.TryGet(ordinal, out _));
        }
    });

    [Fact]
    public void A_number_is_taken_once()
    {
        var slots = new PodSlots();
        slots.Add(new PodRecord(7, 0, States.Second(0)));
        Assert.Throws<ArgumentException>(() => slots.Add(new PodRecord(7, 0, States.Second(0))));
    }
}

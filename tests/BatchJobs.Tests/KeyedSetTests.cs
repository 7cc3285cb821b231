using BatchJobs.Primitives;
using BatchJobs.Runtime;
using CsCheck;

namespace BatchJobs.Tests;

/// <summary>A set that finds objects by a key they have answers as a dictionary does.</summary>
public class KeyedSetTests
{
    [Fact]
    public void It_answers_as_a_dictionary() => Gen.Select(Gen.Int[0, 2], Gen.Int[0, 40]).List[0, 200].Sample(steps =>
    {
        var set = new KeyedSet<JobKey, Entry>(static entry => entry.Key);
        Dictionary<JobKey, Entry> model = [];
        foreach ((int what, int number) in steps)
        {
            var entry = new Entry(new JobKey($"job-{number}"));
            switch (what)
            {
                case 0:
                    Assert.Equal(model.TryAdd(entry.Key, entry), set.TryAdd(entry));
                    break;
                case 1 when model.Remove(entry.Key, out Entry? known):
                    Assert.False(set.Remove(entry), "another one of that key");
                    Assert.True(set.Remove(known));
                    break;
                default:
                    Assert.False(set.Remove(entry));
                    break;
            }

            Assert.Equal(model.GetValueOrDefault(entry.Key), set.TryGet(entry.Key, out Entry? found) ? found : null);
        }

        Assert.Equal(model.Values.ToHashSet(), set.All.ToHashSet());
    }, iter: 200);

    private sealed class Entry(JobKey key)
    {
        public JobKey Key => key;
    }
}

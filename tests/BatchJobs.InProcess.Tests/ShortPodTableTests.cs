using BatchJobs.InProcess.Short;
using BatchJobs.Pods;

namespace BatchJobs.InProcess.Tests;

/// <summary>The table of short pods answers as a dictionary does.</summary>
public class ShortPodTableTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void It_answers_as_a_dictionary()
    {
        for (int seed = 0; seed < 500; seed++)
        {
            Compare(new Random(seed));
        }
    }

    private static void Compare(Random random)
    {
        var table = new ShortPodTable();
        Dictionary<long, ShortPod> model = [];
        for (int step = random.Next(120); step > 0; step--)
        {
            long ordinal = random.Next(10);
            switch (random.Next(3))
            {
                case 0:
                    PodContext pod = Pod(ordinal);
                    Assert.Equal(model.TryAdd(ordinal, new ShortPod(pod)), table.TryAdd(pod));
                    break;
                case 1 when model.TryGetValue(ordinal, out ShortPod known):
                    var end = new PodCompletion(ordinal, "main", 1, Start, Start.AddSeconds(1), "Error");
                    model[ordinal] = known with { End = end };
                    table.End(in end);
                    break;
                default:
                    model.Remove(ordinal);
                    table.Remove(ordinal);
                    break;
            }

            Assert.Equal(model.Count, table.Count);
            Assert.Same(model.GetValueOrDefault(ordinal).Context, table.Find(ordinal));
        }

        Assert.Equal(model.Values.OrderBy(pod => pod.Context.Ordinal), table.All.OrderBy(pod => pod.Context.Ordinal));
        Assert.Equal(
            model.Values.Where(pod => pod.Context.Ordinal % 2 == 0).Select(pod => pod.Context).ToHashSet(),
            (table.Lasting(Start.AddSeconds(5)) ?? []).ToHashSet());
    }

    /// <summary>Those of even numbers run since the start.</summary>
    private static PodContext Pod(long ordinal) => new(null!, null!, ordinal, -1) { State = ordinal % 2 == 0 ? ShortPodState.Running : ShortPodState.Waiting, StartedAt = Start };
}

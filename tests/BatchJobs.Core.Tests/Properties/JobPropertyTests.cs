using BatchJobs.Specs;
using BatchJobs.StateMachine;
using CsCheck;

namespace BatchJobs.Core.Tests.Properties;

/// <summary>What holds for every Job whatever happens to it; <see cref="World"/> checks invariants, status rules and running pods at every step.</summary>
public class JobPropertyTests
{
    private const Mischief Everything = Mischief.Pods | Mischief.Refusals | Mischief.Scaling | Mischief.Suspension | Mischief.Crashes;

    private static readonly Gen<int[]> Happenings = Gen.Int[0, int.MaxValue].Array[0, 120];

    [Fact]
    public void A_Job_ends_and_stays_as_it_ended() => Sample(SpecGen.Any, Everything, (world, _) =>
    {
        string end = world.End;
        world.Wait(100_000);
        world.Relist();
        Assert.Equal(end, world.End);
    });

    [Fact]
    public void No_pod_is_counted_twice() => Sample(SpecGen.Any, Everything, (world, _) =>
    {
        Assert.Equal(world.Counted.Select(counted => counted.Ordinal).Distinct(), world.Counted.Select(counted => counted.Ordinal));
        Assert.Equal(world.Counted.Count(counted => counted.As == JobNoticeKind.PodFailed), world.State.FailedPods);
    });

    // Nobody scales, suspends or meets a success policy here: those let pods go uncounted, as success does to pods that users deleted.
    [Fact]
    public void Every_pod_is_counted_once_across_crashes() =>
        Sample(SpecGen.Any.Where(spec => spec.SuccessPolicy is null), Mischief.Pods | Mischief.Refusals | Mischief.Crashes, (world, _) =>
        {
            IEnumerable<long> asked = Enumerable.Range(0, (int)world.State.NextOrdinal).Select(ordinal => (long)ordinal);
            IEnumerable<long> counted = world.Counted.Select(counted => counted.Ordinal);
            Assert.Equal(counted.Count(), counted.Distinct().Count());
            Assert.Empty(asked.Except(world.Refused).Except(counted).Except(world.DeletedByUsers));
            Assert.Equal(world.Counted.Count(counted => counted.As == JobNoticeKind.PodSucceeded), world.State.Succeeded);
        });

    [Fact]
    public void Disorder_does_not_change_the_end() =>
        Sample(SpecGen.Steady, Mischief.Refusals | Mischief.Crashes, (world, calm) => Assert.Equal(calm().End, world.End));

    // As on a cluster, suspending forgets the failures of an index whose replacement has started: its pods fail once more.
    [Fact]
    public void Suspending_does_not_change_which_indexes_complete() =>
        Sample(SpecGen.Steady.Where(spec => spec.BackoffLimitPerIndex is not null), Mischief.Suspension | Mischief.Crashes, (world, calm) =>
        {
            Assert.Equal(calm().State.SucceededIndexes.ToString(), world.State.SucceededIndexes.ToString());
            Assert.Equal(calm().State.FailedIndexes.ToString(), world.State.FailedIndexes.ToString());
        });

    /// <summary>Lets things happen to many Jobs, and then each come to its end.</summary>
    private static void Sample(Gen<JobSpec> specs, Mischief mischief, Action<World, Func<World>> holds) =>
        Gen.Select(specs, Gen.Int[0, int.MaxValue], Happenings).Sample(
            (spec, luck, happenings) =>
            {
                var world = new World(spec, Script(spec, luck));
                try
                {
                    foreach (int happening in happenings)
                    {
                        Chaos.Act(world, happening, mischief);
                    }

                    world.Settle();
                    holds(world, Calm);
                }
                catch (Exception error)
                {
                    throw new InvalidOperationException($"{error.Message}\n{string.Join('\n', world.Story.TakeLast(40))}", error);
                }

                World Calm()
                {
                    var calm = new World(spec, Script(spec, luck));
                    calm.Settle();
                    return calm;
                }
            },
            iter: Iterations,
            print: sampled => $"{sampled.Item1.CompletionMode} c={sampled.Item1.Completions} p={sampled.Item1.Parallelism} {sampled.Item1}");

    /// <summary>Pods of an index end by the failures before them, other pods in the order in which they are started: so disorder cannot change their luck.</summary>
    private static Func<ToyPod, int> Script(JobSpec spec, int luck) =>
        pod => ExitCode(HashCode(luck, spec.BackoffLimitPerIndex is null ? pod.Place : HashCode(pod.Index, pod.Attempt)), spec.BackoffLimit != SpecGen.Plenty);

    /// <summary>Half of the pods succeed; the others fail in one of the ways that policies know.</summary>
    private static int ExitCode(int luck, bool mayFailJob)
    {
        var dice = new Dice(luck);
        dice.Roll(7);
        return dice.Roll(40) switch
        {
            < 20 => 0,
            < 30 => 1,
            < 36 => SpecGen.Ignored,
            < 39 => SpecGen.FailsIndex,
            _ => mayFailJob ? SpecGen.FailsJob : 1,
        };
    }

    private static int HashCode(int one, int other) => unchecked((one * 486_187_739) + (other * 16_777_619) + 374_761_393);

    /// <summary>How many Jobs each property tries; fewer when somebody runs the tests many times over.</summary>
    internal static long Iterations { get; } = long.TryParse(Environment.GetEnvironmentVariable("BATCHJOBS_PROPERTY_ITERATIONS"), out long iterations) ? iterations : 1000;
}

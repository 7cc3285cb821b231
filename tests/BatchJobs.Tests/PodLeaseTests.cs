using System.Runtime.CompilerServices;
using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Rules;
using BatchJobs.Runtime;
using CsCheck;

namespace BatchJobs.Tests;

/// <summary>What a lease keeps of the Job that it was for.</summary>
public class PodLeaseTests
{
    [Fact]
    public void A_lease_that_has_ended_keeps_no_Job_in_memory()
    {
        var lease = new PodLease();
        WeakReference[] gone = LendAndEnd(lease);
        GC.Collect();
        Assert.All(gone, job => Assert.False(job.IsAlive));
        Assert.False(lease.HasEnds);
        lease.Due(); // somebody who saw it just before it ended
    }

    [Fact]
    public void Those_who_share_a_lease_start_no_more_than_was_lent() => Gen.Select(Gen.Int[1, 200], Gen.Int[0, 200], Gen.OneOf(0, 1, 6, 1_000), Gen.Int[1, 6], Gen.Int[0, 9].Array[400], Gen.Bool).Sample(
        (starts, open, failures, shares, luck, told) =>
        {
            var lease = new PodLease();
            lease.Begin(null!, new LeaseTerms(100, -1, starts, open, failures), TimeSpan.Zero, static () => { });
            Place[] places = [.. Enumerable.Range(0, shares).Select(_ => new Place())];
            Array.ForEach(places, place => lease.Join(place.Share));
            int afterSuccess = 0;
            int afterFailure = 0;
            int ends = 0;
            int failed = 0;
            var positions = new HashSet<int>();
            for (int i = 0; i < luck.Length && Array.Exists(places, place => place.Lives); i++)
            {
                Place place = places[luck[(i + 7) % luck.Length] % shares];
                int exitCode = luck[i] < 3 ? 1 : 0;
                if (!place.Lives || !lease.Takes(exitCode, place.Share))
                {
                    continue;
                }

                PodCompletion more = told && luck[i] % 2 == 0 ? new PodCompletion(0, "main", exitCode, default, default, "Own") : default;
                ends++;
                failed += exitCode;
                if (lease.TryTell(place.Share, place.Position, exitCode, i, in more) || lease.Tell(place.Share, place.Position, exitCode, i, in more))
                {
                    place.Position = place.Share.Started;
                    Assert.True(positions.Add(place.Position));
                    afterSuccess += 1 - exitCode;
                    afterFailure += exitCode;
                }
                else
                {
                    place.Lives = false;
                }
            }

            Assert.InRange(positions.Count, 0, starts);
            Assert.InRange(afterSuccess, 0, open);
            Assert.InRange(afterFailure, 0, failures);
            Assert.InRange(failed, 0, failures);
            Array.ForEach(places, place => lease.GiveBack(place.Share));
            LeasedEnd[] written = [.. Enumerable.Range(0, lease.Run.Count).Select(place => lease.Run[place]).Where(end => !end.IsSkipped)];
            Assert.Equal(ends, written.Length);
            Assert.Equal(positions.Count - places.Count(place => place.Lives && place.Position >= 0), written.Count(end => !end.IsKnown));
            Assert.All(positions, position => Assert.False(lease.Run[position].IsSkipped));
        },
        iter: 2_000);

    [Fact]
    public void Of_an_Indexed_Job_all_indexes_are_started_in_their_order_also_once_there_are_two()
    {
        var lease = new PodLease();
        lease.Begin(null!, new LeaseTerms(0, 0, 1_000, 1_000, 0), TimeSpan.Zero, static () => { });
        Place[] places = [new(), new()];
        lease.Join(places[0].Share);
        int started = 0;
        for (int i = 0; i < 200; i++)
        {
            if (i == 50)
            {
                lease.GiveBack(places[0].Share); // it has some left
                lease.Join(places[1].Share);
            }

            Place place = places[i < 50 ? 0 : i % 2];
            Assert.True(lease.TryTell(place.Share, place.Position, 0, i, default) || lease.Tell(place.Share, place.Position, 0, i, default));
            place.Position = place.Share.Started;
            Assert.Equal(started++, place.Position);
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    public void As_many_ended_pods_are_remembered_as_shall_be_although_some_places_were_skipped(int limit)
    {
        var run = new LeasedRun();
        run.Begin(0, -1);
        run.Grant(80);
        for (int place = 0; place < 30; place++)
        {
            run.Exited(place, place, 0, place);
        }

        for (int place = 70; place < 80; place++)
        {
            run.Exited(place, place, 0, place);
        }

        run.Skip(30, 70);
        run.Ended(run.Unanswered(), PodLease.Known, new PodCompletion(-1, "main", 0, default, default, "Completed"));
        var ended = new EndedPods();
        ended.Begin(limit);
        ended.Follow(run);
        Assert.Equal(40, ended.Remembered);
        Assert.Equal(Math.Min(40, limit), ended.Count);
    }

    [Fact]
    public void One_that_is_alone_skips_nothing()
    {
        var lease = new PodLease();
        lease.Begin(null!, new LeaseTerms(0, 0, 1_000, 1_000, 0), TimeSpan.Zero, static () => { });
        var share = new LeaseShare();
        lease.Join(share);
        int position = PodLease.Known;
        for (int i = 0; i < 100; i++)
        {
            Assert.True(lease.TryTell(share, position, 0, i, default) || lease.Tell(share, position, 0, i, default));
            position = share.Started;
        }

        lease.GiveBack(share);
        Assert.Equal(100, lease.Run.Starts);
        Assert.Equal(100, lease.Run.Count);
    }

    /// <summary>What it is lent with must not be on the stack of the caller.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference[] LendAndEnd(PodLease lease)
    {
        var source = (PodRequestFactory)RuntimeHelpers.GetUninitializedObject(typeof(PodRequestFactory));
        var job = new object();
        string message = new('x', 10);
        lease.Begin(source, new LeaseTerms(0, -1, 10, 10, 10), TimeSpan.Zero, () => GC.KeepAlive(job));
        var share = new LeaseShare();
        lease.Join(share);
        lease.Tell(share, PodLease.Known, 1, 0, new PodCompletion(0, "main", 1, default, default, "Error", message));
        Assert.True(lease.HasEnds);
        lease.End();
        return [new WeakReference(source), new WeakReference(job), new WeakReference(message)];
    }

    /// <summary>One pod after the other.</summary>
    private sealed class Place
    {
        public LeaseShare Share { get; } = new();

        public int Position { get; set; } = PodLease.Known;

        public bool Lives { get; set; } = true;
    }
}

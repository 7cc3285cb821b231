using System.Globalization;
using BatchJobs.Core.Tests.Harness;
using BatchJobs.Events;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.Resolution;
using BatchJobs.Rules;
using BatchJobs.Specs;
using BatchJobs.State;
using BatchJobs.StateMachine;
using BatchJobs.Status;
using CsCheck;
using static BatchJobs.Core.Tests.Harness.Specs;

namespace BatchJobs.Core.Tests.Properties;

/// <summary>What is done under a lease comes to the same as if the Job had looked at each end and started each pod itself.</summary>
public class LeaseTests
{
    private static readonly Gen<JobSpec> AnySpec = Gen.Select(
        Gen.Bool, Gen.Int[1, 60], Gen.Int[1, 6], Gen.OneOf(0, 3, 1000),
        (indexed, completions, parallelism, limit) => (indexed ? Indexed(completions, parallelism) : Job(completions, parallelism)) with { BackoffLimit = limit });

    [Fact]
    public void A_lease_comes_to_the_same_as_looking_at_each_end() => Gen.Select(AnySpec, Gen.Int[0, int.MaxValue], Gen.Int[1, 90]).Sample(
        (spec, luck, most) =>
        {
            var pair = new Pair(spec, luck, most);
            pair.RunToEnd();
        },
        iter: 3_000);

    [Fact]
    public void Positions_that_nobody_used_are_for_the_Job_to_fill() => Gen.Select(AnySpec, Gen.Int[0, int.MaxValue], Gen.Int[1, 90]).Sample(
        (spec, luck, most) => new Shared(spec, luck, most).RunToEnd(),
        iter: 2_000);

    [Fact]
    public void A_long_Job_is_done_by_few_steps()
    {
        var pair = new Pair(Indexed(10_000, 4), 7, 1_000, luckyPods: true);
        pair.RunToEnd();
        Assert.InRange(pair.Leases, 10, 12);
    }

    [Fact]
    public void Only_the_latest_notices_are_made()
    {
        var pair = new Pair(Job(500, 4), 3, 1_000, luckyPods: true, noticesRemembered: 30);
        pair.RunToEnd();
        Assert.Equal(1, pair.Leases);
        Assert.Equal(pair.Plain.Notices.TakeLast(20), pair.Leased.Notices.TakeLast(20));
    }

    [Theory]
    [InlineData("suspended")]
    [InlineData("draining")]
    [InlineData("cordoned")]
    [InlineData("deleted")]
    [InlineData("success policy")]
    [InlineData("work queue")]
    [InlineData("failed and not replaced yet")]
    [InlineData("gathers reports")]
    public void Nothing_is_lent_where_each_end_has_to_be_looked_at(string what)
    {
        JobSpec spec = what switch
        {
            "suspended" => Indexed(50, 3) with { Suspend = true },
            "success policy" => Indexed(50, 3).SucceedsBy(new SuccessPolicyRule { SucceededCount = 2 }),
            "work queue" => WorkQueue(3),
            _ => Indexed(50, 3) with { BackoffLimitPerIndex = 3 },
        };
        var side = new Side(spec, batch: what == "gathers reports" ? 1 : 0);
        JobEvent? then = what switch
        {
            "draining" => JobEvent.EngineStopping(),
            "cordoned" => JobEvent.EngineDraining(),
            "deleted" => JobEvent.DeletionRequested(DeletionMode.Background),
            "failed and not replaced yet" => JobEvent.PodCompleted(new PodCompletion(0, "main", 1, JobBench.Epoch, JobBench.Epoch.AddYears(1), "Error")),
            _ => null,
        };
        if (then is { } happens)
        {
            side.Step(JobBench.Epoch, happens);
        }

        Assert.Null(side.Lend(1, 100));
    }

    [Fact]
    public void A_pod_that_failed_in_an_index_is_not_jumped()
    {
        var side = new Side(Indexed(50, 2));
        side.Step(JobBench.Epoch, JobEvent.PodCompleted(new PodCompletion(0, "main", 1, JobBench.Epoch, JobBench.Epoch, "Error")));
        Assert.Equal(new LeaseTerms(3, 2, 48, 48, 0), side.Lend(1, 100));
        side.Step(JobBench.Epoch, JobEvent.PodCompleted(new PodCompletion(2, "main", 0, JobBench.Epoch, JobBench.Epoch, "Completed")));
        Assert.Equal(new LeaseTerms(4, 3, 47, 47, 0), side.Lend(1, 100));
    }

    /// <summary>The same Job twice, to which the same happens.</summary>
    private sealed class Pair(JobSpec spec, int luck, int most, bool luckyPods = false, int noticesRemembered = int.MaxValue)
    {
        private readonly LeasedRun run = new();
        private Dice dice = new(luck);
        private DateTimeOffset now = JobBench.Epoch;

        public Side Plain { get; } = new(spec);

        public Side Leased { get; } = new(spec);

        public int Leases { get; private set; }

        public void RunToEnd()
        {
            while (!Plain.State.IsFinished)
            {
                if (Leased.Lend(1, most) is { } terms && (luckyPods || dice.Roll(4) > 0))
                {
                    Lease(terms, luckyPods ? int.MaxValue : dice.Roll(80));
                }
                else
                {
                    EndOne();
                }

                Assert.Equal(Plain.Describe(), Leased.Describe());
                if (noticesRemembered == int.MaxValue)
                {
                    Assert.Equal(Plain.Notices, Leased.Notices);
                }
            }
        }

        /// <summary>A pod ends as all pods do.</summary>
        private void EndOne()
        {
            now += TimeSpan.FromTicks(dice.Roll(3));
            long[] active = [.. Plain.State.Pods.All.Where(pod => !pod.IsTerminal).Select(pod => pod.Ordinal).Order()];
            JobEvent end = JobEvent.PodCompleted(End(active[dice.Roll(active.Length)], dice.Roll(3) == 0 ? 1 : 0));
            Plain.Step(now, end);
            Leased.Step(now, end);
        }

        private void Lease(LeaseTerms terms, int ends)
        {
            Leases++;
            run.Begin(terms.FirstOrdinal, terms.FirstIndex);
            run.Container = "main";
            List<long> active = [.. Leased.State.Pods.All.Select(pod => pod.Ordinal).Order()];
            int failures = terms.Failures;
            int open = terms.Open;
            for (bool goesOn = true; goesOn && ends > 0; ends--)
            {
                now += TimeSpan.FromTicks(dice.Roll(3));
                long ordinal = active[luckyPods ? 0 : dice.Roll(active.Count)];
                active.Remove(ordinal);
                int exitCode = !luckyPods && failures > 0 && dice.Roll(3) == 0 ? 1 + dice.Roll(2) : 0;
                PodCompletion end = End(ordinal, exitCode);
                int position = ordinal < terms.FirstOrdinal ? LeasedEnd.Known : (int)(ordinal - terms.FirstOrdinal);
                goesOn = run.Starts < terms.Starts && (exitCode != 0 || open > 0);
                int place = goesOn ? run.Grant(1) : run.Unanswered();
                if (position == LeasedEnd.Known || dice.Roll(2) == 0)
                {
                    run.Ended(place, position, in end);
                }
                else
                {
                    run.Exited(place, position, exitCode, now.UtcTicks);
                    PodCompletion told = run.CompletionOf(in run[place]);
                    Assert.Equal((end.Ordinal, end.ExitCode, end.Reason, end.FinishedAt), (told.Ordinal, told.ExitCode, told.Reason, told.FinishedAt));
                }

                if (goesOn)
                {
                    active.Add(run.OrdinalOf(place));
                    failures -= exitCode == 0 ? 0 : 1;
                    open -= exitCode == 0 ? 1 : 0;
                }

                Plain.Step(now, JobEvent.PodCompleted(in end));
            }

            run.Living.AddRange(active.Where(ordinal => ordinal >= terms.FirstOrdinal).Select(ordinal => (int)(ordinal - terms.FirstOrdinal)));
            Leased.TakeBack(run, now, noticesRemembered);
        }

        private PodCompletion End(long ordinal, int exitCode) => new(ordinal, "main", exitCode, now, now, exitCode == 0 ? "Completed" : "Error");
    }

    /// <summary>A Job whose leases are shared: each of its places takes some positions at once, and is interrupted before it has used them all.</summary>
    private sealed class Shared(JobSpec spec, int luck, int most)
    {
        private readonly LeasedRun run = new();
        private readonly Side side = new(spec);
        private readonly HashSet<long> begun = [];
        private Dice dice = new(luck);
        private DateTimeOffset now = JobBench.Epoch;
        private int succeeded;
        private int failed;

        public void RunToEnd()
        {
            while (!side.State.IsFinished)
            {
                if (side.Lend(1, most) is { } terms)
                {
                    Lease(terms);
                }
                else
                {
                    PodRecord pod = side.State.Pods.All.First(pod => !pod.IsTerminal);
                    side.Step(now, JobEvent.PodCompleted(Count(new PodCompletion(pod.Ordinal, "main", 0, now, now, "Completed"))));
                }

                Assert.Equal(succeeded, side.State.Succeeded);
                Assert.Equal(failed, side.State.FailedPods);
                Assert.InRange(side.State.Pods.Active, 0, spec.Parallelism!.Value);
            }

            Assert.Equal(spec.Completions, succeeded);
        }

        private void Lease(LeaseTerms terms)
        {
            run.Begin(terms.FirstOrdinal, terms.FirstIndex);
            run.Container = "main";
            List<Place> places = [.. side.State.Pods.All.Where(pod => !pod.IsTerminal).Select(pod => new Place(pod.Ordinal))];
            int failures = terms.Failures;
            int open = terms.Open;
            for (int ends = dice.Roll(60); ends > 0 && places.Exists(place => place.Lives); ends--)
            {
                now += TimeSpan.FromTicks(dice.Roll(3));
                Place place = places.Where(place => place.Lives).ElementAt(dice.Roll(places.Count(place => place.Lives)));
                bool fails = failures > 0 && dice.Roll(3) == 0;
                PodCompletion end = Count(new PodCompletion(place.Pod, "main", fails ? 1 : 0, now, now, fails ? "Error" : "Completed"));
                int position = place.Pod < terms.FirstOrdinal ? LeasedEnd.Known : (int)(place.Pod - terms.FirstOrdinal);
                if (place.Next == place.Limit && run.Count == run.Starts && run.Starts < terms.Starts)
                {
                    int granted = Math.Min(1 + dice.Roll(5), terms.Starts - run.Starts);
                    place.Next = run.Grant(granted);
                    place.Limit = place.Next + granted;
                }

                bool goesOn = place.Next < place.Limit && (fails || open > 0);
                int at = goesOn ? place.Next++ : run.Unanswered();
                run.Ended(at, position, in end);
                place.Pod = goesOn ? run.OrdinalOf(at) : -1;
                failures -= fails ? 1 : 0;
                open -= goesOn && !fails ? 1 : 0;
            }

            places.ForEach(place => run.Skip(place.Next, place.Limit));
            run.Living.AddRange(places.Where(place => place.Pod >= terms.FirstOrdinal).Select(place => (int)(place.Pod - terms.FirstOrdinal)).Order());
            side.TakeBack(run, now, int.MaxValue);
        }

        private PodCompletion Count(PodCompletion end)
        {
            Assert.True(begun.Add(end.Ordinal), "no number is given twice");
            succeeded += end.ExitCode == 0 ? 1 : 0;
            failed += end.ExitCode == 0 ? 0 : 1;
            return end;
        }

        private sealed class Place(long pod)
        {
            public long Pod { get; set; } = pod;

            public int Next { get; set; }

            public int Limit { get; set; }

            public bool Lives => Pod >= 0;
        }
    }

    /// <summary>One Job and its machine.</summary>
    private sealed class Side
    {
        private readonly JobStateMachine machine;
        private readonly JobTransition transition = new();

        public Side(JobSpec spec, double batch = 0)
        {
            machine = new JobStateMachine(TimeSpan.FromSeconds(batch), PodFailureBackoff.None, TimeToLive.AsTheySay);
            State = new JobState(new JobKey("test"), new Guid("6a1f77c2-94a4-4f62-8e38-6c9a25b1f0d7"), JobSpecResolver.Resolve(spec));
            JobStateMachine.Submit(State, JobBench.Epoch);
            Step(JobBench.Epoch);
        }

        public JobState State { get; }

        public List<JobNotice> Notices { get; } = [];

        public LeaseTerms? Lend(int least, int most) => machine.Lend(State, least, most);

        public void Step(DateTimeOffset now, params ReadOnlySpan<JobEvent> events)
        {
            machine.Step(State, events, now, transition);
            Assert.Empty(JobInvariants.Violations(State));
            Notices.AddRange(transition.Notices);
        }

        public void TakeBack(LeasedRun run, DateTimeOffset now, int noticesRemembered)
        {
            machine.TakeBack(State, run, now, noticesRemembered, transition);
            Step(now);
            Assert.Equal(run.Count > 0, transition.StatusChanged);
        }

        public string Describe()
        {
            IEnumerable<string> pods = State.Pods.All.OrderBy(pod => pod.Ordinal).Select(pod =>
                string.Create(CultureInfo.InvariantCulture, $"{pod.Ordinal}/{pod.Index} {pod.Phase} {pod.CreatedAt.Ticks} {pod.FailureCount}"));
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{State.NextOrdinal} {State.SucceededPods} {State.SucceededIndexes} {State.FailedPods} {State.Streak} {State.Verdict} {State.FinishedAt} {State.Observed} {State.StartFailures} {State.Pods.HeldIndexes} {StatusText.Of(JobStatusProjection.Of(State))} {string.Join(", ", pods)}");
        }
    }
}

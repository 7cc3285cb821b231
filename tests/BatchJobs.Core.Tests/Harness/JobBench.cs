using System.Globalization;
using BatchJobs.Commands;
using BatchJobs.Events;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.Resolution;
using BatchJobs.Specs;
using BatchJobs.State;
using BatchJobs.StateMachine;
using BatchJobs.Status;

namespace BatchJobs.Core.Tests.Harness;

/// <summary>One Job on a workbench: tell it what happens and when, and look at what it shows and does.</summary>
/// <remarks>
/// Seconds count from the creation of the Job. Reports are looked at at once unless a batch period is given.
/// Pods are told by their ordinal, which in the first round of an Indexed Job is their index too.
/// </remarks>
internal sealed class JobBench
{
    public static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Guid Uid = new("6a1f77c2-94a4-4f62-8e38-6c9a25b1f0d7");

    private readonly JobStateMachine machine;
    private readonly JobTransition transition = new();
    private JobSpec spec;

    public JobBench(JobSpec spec, double batch = 0)
    {
        this.spec = spec;
        machine = new JobStateMachine(TimeSpan.FromSeconds(batch));
        State = new JobState(new JobKey("test"), Uid, JobSpecResolver.Resolve(spec));
        JobStateMachine.Submit(State, Epoch);
    }

    public JobState State { get; private set; }

    public DateTimeOffset Now { get; private set; } = Epoch;

    public JobStatus Status => JobStatusProjection.Of(State);

    public DateTimeOffset? Wakeup { get; private set; } = Epoch;

    /// <summary>What the Job asked for since something was last done to it.</summary>
    public List<JobCommand> Commands { get; } = [];

    public List<JobNotice> Notices { get; } = [];

    /// <summary>Puts the Job into the midst of its life: pods by their index, or without one, all reported before the next look.</summary>
    public JobBench Given(string pods, double at = 0)
    {
        Now = Epoch.AddSeconds(at);
        List<JobEvent> reports = [];
        foreach (PodText pod in PodText.Read(pods, Now))
        {
            var record = new PodRecord(State.NextOrdinal++, pod.Key ?? PodRecord.NoIndex, Epoch) { FailureCount = pod.FailuresBefore };
            State.Pods.Add(record);
            reports.Add(JobEvent.PodReported(record.Ordinal, pod.Status));
        }

        return Happens([.. reports]);
    }

    /// <summary>Lets time pass, with every wake-up the Job asked for on the way.</summary>
    public JobBench At(double second)
    {
        Forget();
        DateTimeOffset end = Epoch.AddSeconds(second);
        while (Wakeup <= end)
        {
            Now = Now > Wakeup ? Now : Wakeup.Value;
            Step([]);
        }

        Now = end;
        return this;
    }

    /// <summary>Pods report, all in one step: <c>0:S 1:F42</c>.</summary>
    public JobBench Sees(string pods) =>
        Happens([.. PodText.Read(pods, Now).Select(pod => JobEvent.PodReported(pod.Key!.Value, pod.Status))]);

    public JobBench Sees(long ordinal, PodStatus status) => Happens(JobEvent.PodReported(ordinal, status));

    public JobBench Happens(params JobEvent[] events)
    {
        Forget();
        Step(events);
        return this;
    }

    public JobBench Changes(Func<JobSpec, JobSpec> change)
    {
        spec = change(spec);
        return Happens(JobEvent.SpecChanged(JobSpecResolver.Resolve(spec)));
    }

    public JobBench Suspends() => Changes(old => old with { Suspend = true });

    public JobBench Resumes() => Changes(old => old with { Suspend = false });

    /// <summary>Saved, lost and loaded again.</summary>
    public JobBench Restarts(params long[] known)
    {
        State = Saved.Reload(State);
        return Happens(JobEvent.ExecutorResynced(known.ToHashSet()));
    }

    public JobBench Shows(string status)
    {
        Assert.Equal(status, StatusText.Of(Status));
        return this;
    }

    /// <summary>The commands since something was last done: <c>start 0, stop 1, release 1, remove</c>.</summary>
    public JobBench Does(string commands)
    {
        Assert.Equal(commands, string.Join(", ", Commands.Select(Say)));
        return this;
    }

    public JobBench DoesNothing() => Does("");

    /// <summary>The indexes whose pods were started since something was last done.</summary>
    public JobBench StartsIndexes(string indexes)
    {
        var started = new IndexSet();
        foreach (JobCommand command in Commands.Where(command => command.Kind == JobCommandKind.StartPod))
        {
            Assert.True(started.Add(command.Pod!.Index), "an index was started twice");
        }

        Assert.Equal(indexes, started.ToString());
        return this;
    }

    public JobBench WakesAt(double? second)
    {
        Assert.Equal(second is null ? null : Epoch.AddSeconds(second.Value), Wakeup);
        return this;
    }

    public JobBench Says(string message)
    {
        Assert.Equal(message, State.Verdict?.Message);
        return this;
    }

    private static string Say(JobCommand command) => command.Kind switch
    {
        JobCommandKind.StartPod => string.Create(CultureInfo.InvariantCulture, $"start {command.Ordinal}"),
        JobCommandKind.StopPod => string.Create(CultureInfo.InvariantCulture, $"stop {command.Ordinal}"),
        JobCommandKind.ReleasePod => string.Create(CultureInfo.InvariantCulture, $"release {command.Ordinal}"),
        _ => command.OrphanPods ? "remove, orphan pods" : "remove",
    };

    private void Forget()
    {
        Commands.Clear();
        Notices.Clear();
    }

    private void Step(ReadOnlySpan<JobEvent> events)
    {
        machine.Step(State, events, Now, transition);
        Assert.Empty(JobInvariants.Violations(State));
        Commands.AddRange(transition.Commands);
        Notices.AddRange(transition.Notices);
        Wakeup = transition.Wakeup;
    }
}

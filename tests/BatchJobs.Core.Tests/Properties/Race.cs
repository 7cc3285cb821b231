using BatchJobs.Commands;
using BatchJobs.Core.Tests.Harness;
using BatchJobs.Events;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.Resolution;
using BatchJobs.Specs;
using BatchJobs.State;
using BatchJobs.StateMachine;
using BatchJobs.Status;

namespace BatchJobs.Core.Tests.Properties;

/// <summary>The state machine and a <see cref="PlainController"/> side by side, with the same things happening to both.</summary>
internal sealed class Race
{
    private readonly JobStateMachine machine = new(TimeSpan.Zero);
    private readonly JobTransition transition = new();
    private readonly JobState state;
    private readonly PlainController plain;
    private DateTimeOffset now = JobBench.Epoch;
    private DateTimeOffset? wakeup;

    public Race(JobSpec spec)
    {
        plain = new PlainController(spec);
        state = new JobState(new JobKey("test"), Guid.Empty, JobSpecResolver.Resolve(spec));
        JobStateMachine.Submit(state, now);
        Step([]);
    }

    /// <summary>What happened, and what was shown then, for whoever has to find out why.</summary>
    public List<string> Story { get; } = [];

    /// <summary>Some things happen at once, or time passes.</summary>
    public void Go(Random random)
    {
        List<JobEvent> events = [];
        for (int count = random.Next(1, 5); count > 0; count--)
        {
            if (random.Next(5) > 0)
            {
                HappenToPod(random, events);
            }
            else if (!events.Exists(happened => happened.Kind == JobEventKind.SpecChanged))
            {
                plain.Spec = Changed(plain.Spec, random.Next(7), random.Next(7));
                events.Add(JobEvent.SpecChanged(JobSpecResolver.Resolve(plain.Spec)));
            }
        }

        Step(events);
        if (random.Next(3) == 0)
        {
            Wait(random.Next(3) switch { 0 => 1, 1 => 11, _ => random.Next(400) });
        }
    }

    private void Wait(double seconds)
    {
        DateTimeOffset end = now.AddSeconds(seconds);
        while (wakeup <= end)
        {
            now = now > wakeup ? now : wakeup.Value;
            Step([]);
        }

        now = end;
        Step([JobEvent.WakeupReached()]);
    }

    private void HappenToPod(Random random, List<JobEvent> events)
    {
        List<PlainPod> living = plain.Pods.FindAll(pod => !pod.IsTerminal);
        if (living.Count == 0)
        {
            return;
        }

        PlainPod pod = living[random.Next(living.Count)];
        switch (random.Next(13))
        {
            case < 4 when pod.Phase == PodPhase.Pending && pod.IsActive:
                pod.Phase = PodPhase.Running;
                pod.ReadySince = random.Next(2) == 0 ? now : null;
                break;
            case < 10:
                int[] exitCodes = [0, 0, 0, 0, 1, 1, SpecGen.Ignored, SpecGen.FailsIndex, random.Next(3) == 0 ? SpecGen.FailsJob : 1];
                int exitCode = exitCodes[random.Next(exitCodes.Length)];
                pod.End(exitCode, disrupted: exitCode != 0 && random.Next(6) == 0, now.AddSeconds(-random.Next(3)));
                break;
            case 10 when plain.Spec.Template.Spec.RestartPolicy == RestartPolicy.OnFailure && pod.Phase == PodPhase.Running:
                pod.Restarts++;
                break;
            case > 10 when pod.IsActive:
                pod.DeletedAt = now;
                events.Add(JobEvent.PodDeletionRequested(pod.Ordinal, null));
                return;
            default:
                return;
        }

        events.Add(JobEvent.PodReported(pod.Ordinal, pod.Status));
    }

    private static JobSpec Changed(JobSpec spec, int field, int number) => field switch
    {
        0 or 1 => spec with { Suspend = spec.Suspend != true },
        2 => spec with { BackoffLimit = number },
        3 => spec with { ActiveDeadlineSeconds = number == 0 ? null : number * 100 },
        4 when spec.BackoffLimitPerIndex is not null => spec with { MaxFailedIndexes = number == 0 ? null : number },
        5 when spec.PodFailurePolicy is null => spec with
        {
            PodReplacementPolicy = spec.PodReplacementPolicy == PodReplacementPolicy.Failed ? PodReplacementPolicy.TerminatingOrFailed : PodReplacementPolicy.Failed,
        },
        6 when spec.CompletionMode == CompletionMode.Indexed => spec with { Parallelism = number, Completions = number },
        _ => spec with { Parallelism = number },
    };

    /// <summary>A step of both; pods that were started report at once, as on a cluster, where they can be seen as soon as they exist.</summary>
    private void Step(List<JobEvent> events)
    {
        do
        {
            machine.Step(state, events.ToArray(), now, transition);
            plain.Settle(now);
            wakeup = transition.Wakeup;
            Story.Add($"{(now - JobBench.Epoch).TotalSeconds}: [{string.Join(", ", events.Select(Say))}] -> {plain.Status}");
            events = [.. transition.Commands.Where(command => command.Kind == JobCommandKind.StartPod).Select(command => JobEvent.PodReported(command.Ordinal, new PodStatus { Phase = PodPhase.Pending }))];
        }
        while (events.Count > 0);
        Compare();
    }

    private void Compare()
    {
        Assert.Equal(plain.Status, StatusText.Of(JobStatusProjection.Of(state)));
        Assert.Equal(plain.StartTime, state.StartTime);
        Assert.Equal(plain.IsFinished, state.IsFinished);
        if (!plain.IsFinished)
        {
            Assert.Equal(
                plain.Pods.OrderBy(pod => pod.Ordinal).Select(pod => (pod.Ordinal, pod.Index, pod.IsTerminating, pod.HasFinalizer, pod.FailuresBefore, pod.IgnoredBefore)),
                state.Pods.All.OrderBy(pod => pod.Ordinal).Select(pod => (pod.Ordinal, pod.Index, pod.IsTerminating, pod.Tracked, pod.FailureCount, pod.IgnoredFailureCount)));
        }
    }

    private static string Say(JobEvent happened) => happened.Spec is { } spec
        ? $"p={spec.Parallelism} c={spec.Completions} suspend={spec.Suspend} limit={spec.BackoffLimit} deadline={spec.ActiveDeadline} failed={spec.MaxFailedIndexes} only={spec.OnlyReplaceFailed}"
        : $"{happened.Kind} {happened.Ordinal} {happened.Status?.Phase}";
}

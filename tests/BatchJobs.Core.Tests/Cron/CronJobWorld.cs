using BatchJobs.Core.Tests.Harness;
using BatchJobs.Cron;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Core.Tests.Cron;

/// <summary>A host of one CronJob in virtual time: carries out commands at once, and has Jobs end when a script says.</summary>
internal sealed class CronJobWorld
{
    private readonly PriorityQueue<ChildJobReport, DateTimeOffset> endings = new();
    private readonly Queue<CronJobEvent> answers = new();
    private readonly CronJobTransition transition = new();
    private readonly int? catchUp;
    private DateTimeOffset? wakeup;
    private int uids;
    private int runs;

    public CronJobWorld(CronJobSpec spec, string createdAt, int? catchUp = null)
    {
        this.catchUp = catchUp;
        Now = DateTimeOffset.Parse(createdAt);
        State = new CronJobState(new JobKey("cj"), Guid.Parse("00000000-0000-0000-0000-00000000c0de"), Now, Resolve(spec, catchUp));
        CronJobStateMachine.Submit(State, Now);
        Step();
    }

    public DateTimeOffset Now { get; private set; }

    public CronJobState State { get; private set; }

    /// <summary>How long the n-th Job runs, from 0, and how it ends; null: until it is deleted.</summary>
    public Func<int, (TimeSpan After, ChildJobOutcome Outcome)?> Script { get; set; } = _ => null;

    /// <summary>How StartJob is answered; null: it is carried out.</summary>
    public Func<Job, CronJobEvent?> Refuse { get; set; } = _ => null;

    /// <summary>Each look looks at all children, whether something about them is new or not.</summary>
    public bool LooksAtAll { get; init; }

    public Dictionary<string, ChildJobReport> Jobs { get; } = [];

    public List<(DateTimeOffset At, Job Job)> Started { get; } = [];

    public List<(DateTimeOffset At, string Name)> Deleted { get; } = [];

    public List<CronJobNotice> Notices { get; } = [];

    public List<CronJobCommand> Commands { get; } = [];

    public DateTimeOffset? Wakeup => wakeup;

    public CronJobStatus Status => CronJobStatusProjection.Of(State);

    public IEnumerable<string> Reasons => Notices.Select(notice => notice.Reason);

    public static ResolvedCronJobSpec Resolve(CronJobSpec spec, int? catchUp = null) => new(spec, TimeZoneInfo.Utc, catchUp);

    public void Step(params ReadOnlySpan<CronJobEvent> events)
    {
        StepOnce(events);
        while (answers.TryDequeue(out CronJobEvent answer))
        {
            StepOnce([answer]);
        }
    }

    public void ChangeSpec(Func<CronJobSpec, CronJobSpec> change) =>
        Step(CronJobEvent.SpecChanged(Resolve(change(State.Spec.Source), catchUp)));

    /// <summary>A Job of the CronJob's that somebody else made.</summary>
    public void Appear(string name) => Step(CronJobEvent.ChildChanged(Jobs[name] = new ChildJobReport(name, NewUid(), StartTime: Now)));

    public void Vanish(string name)
    {
        Jobs.Remove(name, out ChildJobReport job);
        Step(CronJobEvent.ChildRemoved(name, job.Uid));
    }

    public void End(string name, ChildJobOutcome outcome = ChildJobOutcome.Complete) => End(Jobs[name] with { Outcome = outcome });

    /// <summary>The host forgets the answers it owes and starts again with the saved state.</summary>
    public void Restart()
    {
        State = Saved.Reload(State);
        Step(CronJobEvent.ChildrenListed(Jobs.Values.ToList()));
    }

    /// <summary>The host is down until an instant, then starts again; Jobs that were to end meanwhile do so a moment later.</summary>
    public void Sleep(string until)
    {
        Now = DateTimeOffset.Parse(until);
        Restart();
    }

    public void RunUntil(string instant) => RunUntil(DateTimeOffset.Parse(instant));

    public void RunUntil(DateTimeOffset end)
    {
        while (NextInstant() is { } next && next <= end)
        {
            Now = next > Now ? next : Now;
            if (endings.TryPeek(out ChildJobReport ending, out DateTimeOffset at) && at <= Now)
            {
                endings.Dequeue();
                if (Jobs.ContainsKey(ending.Name))
                {
                    End(ending);
                }
            }
            else
            {
                Step(CronJobEvent.WakeupReached());
            }
        }

        Now = end;
    }

    private void StepOnce(ReadOnlySpan<CronJobEvent> events)
    {
        State.HasNews |= LooksAtAll;
        CronJobStateMachine.Step(State, events, Now, transition);
        wakeup = transition.Wakeup;
        Notices.AddRange(transition.Notices);
        Commands.AddRange(transition.Commands);
        transition.Commands.ForEach(CarryOut);
    }

    private Guid NewUid() => new(++uids, 0, 0, new byte[8]);

    private DateTimeOffset? NextInstant()
    {
        DateTimeOffset? ending = endings.TryPeek(out _, out DateTimeOffset at) ? at : null;
        return ending < wakeup || wakeup is null ? ending : wakeup;
    }

    private void End(ChildJobReport job)
    {
        Jobs[job.Name] = job with { CompletionTime = job.Outcome == ChildJobOutcome.Complete ? Now : null };
        Step(CronJobEvent.ChildChanged(Jobs[job.Name]));
    }

    private void CarryOut(CronJobCommand command)
    {
        switch (command.Kind)
        {
            case CronJobCommandKind.StartJob:
                Start(command.Job!);
                break;
            case CronJobCommandKind.DeleteJob:
                Deleted.Add((Now, command.Name));
                if (Jobs.Remove(command.Name, out ChildJobReport job))
                {
                    answers.Enqueue(CronJobEvent.ChildRemoved(job.Name, job.Uid));
                }

                break;
            default:
                break;
        }
    }

    private void Start(Job job)
    {
        string name = job.Metadata.Name!;
        if (Refuse(job) is { } refusal)
        {
            answers.Enqueue(refusal);
        }
        else if (Jobs.TryGetValue(name, out ChildJobReport present))
        {
            answers.Enqueue(CronJobEvent.JobCreated(name, present.Uid, existed: true));
        }
        else
        {
            ChildJobReport report = Jobs[name] = new ChildJobReport(name, NewUid(), StartTime: Now);
            if (Script(runs++) is { } script)
            {
                endings.Enqueue(report with { Outcome = script.Outcome }, Now + script.After);
            }

            Started.Add((Now, job));
            answers.Enqueue(CronJobEvent.JobCreated(name, report.Uid));
            answers.Enqueue(CronJobEvent.ChildChanged(report));
        }
    }
}

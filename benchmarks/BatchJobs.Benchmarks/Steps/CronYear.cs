using BatchJobs.Cron;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Benchmarks.Steps;

/// <summary>A host of one CronJob in virtual time, which keeps as few books as a host can: each Job is made, runs for half a minute and completes.</summary>
internal sealed class CronYear
{
    public const int Minutes = 365 * 24 * 60;

    private static readonly TimeSpan RunTime = TimeSpan.FromSeconds(30);

    private readonly Queue<CronJobEvent> answers = new();
    private readonly Queue<(DateTimeOffset At, ChildJobReport Job)> running = new();
    private readonly CronJobTransition transition = new();
    private readonly CronJobState state;
    private DateTimeOffset now = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private int uids;

    public CronYear(string? timeZone)
    {
        var spec = new CronJobSpec { Schedule = "* * * * *", TimeZone = timeZone, JobTemplate = new JobTemplateSpec { Spec = new JobSpec() } };
        state = new CronJobState(new JobKey("minutely"), new Guid(1, 0, 0, new byte[8]), now, new ResolvedCronJobSpec(spec, TimeZoneInfo.Utc));
        CronJobStateMachine.Submit(state, now);
        Step();
    }

    public int Completed { get; private set; }

    public int Deleted { get; private set; }

    public long Notices { get; private set; }

    /// <summary>Lets so many runs complete.</summary>
    public void Run(int runs)
    {
        for (int end = Completed + runs; Completed < end;)
        {
            if (running.TryPeek(out (DateTimeOffset At, ChildJobReport Job) next) && !(transition.Wakeup < next.At))
            {
                now = next.At;
                running.Dequeue();
                Completed++;
                Step(CronJobEvent.ChildChanged(next.Job with { Outcome = ChildJobOutcome.Complete, CompletionTime = now }));
            }
            else
            {
                now = transition.Wakeup!.Value;
                Step(CronJobEvent.WakeupReached());
            }
        }
    }

    private void Step(params ReadOnlySpan<CronJobEvent> events)
    {
        StepOnce(events);
        while (answers.TryDequeue(out CronJobEvent answer))
        {
            StepOnce([answer]);
        }
    }

    private void StepOnce(ReadOnlySpan<CronJobEvent> events)
    {
        CronJobStateMachine.Step(state, events, now, transition);
        Notices += transition.Notices.Count;
        foreach (CronJobCommand command in transition.Commands)
        {
            if (command.Kind == CronJobCommandKind.DeleteJob)
            {
                Deleted++;
                answers.Enqueue(CronJobEvent.ChildRemoved(command.Name, command.Uid!.Value));
            }
            else
            {
                var report = new ChildJobReport(command.Job!.Metadata.Name!, new Guid(++uids, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), StartTime: now);
                running.Enqueue((now + RunTime, report));
                answers.Enqueue(CronJobEvent.JobCreated(report.Name, report.Uid));
                answers.Enqueue(CronJobEvent.ChildChanged(report));
            }
        }
    }
}

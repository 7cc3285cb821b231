using BatchJobs.Cron;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Core.Tests.Cron;

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

    /// <param name="timeZone">The zone of the schedule; null for UTC.</param>
    public CronYear(string? timeZone = null)
    {
        var spec = new CronJobSpec { Schedule = "* * * * *", TimeZone = timeZone, JobTemplate = new JobTemplateSpec { Spec = new JobSpec() } };
        state = new CronJobState(new JobKey("minutely"), new Guid(1, 0, 0, new byte[8]), now, new ResolvedCronJobSpec(spec, TimeZoneInfo.Utc));
        CronJobStateMachine.Submit(state, now);
        Step();
    }

    public int Children => state.Children.Count;

    /// <summary>The Job made last; the only one the host knows.</summary>
    public Job? Latest { get; private set; }

    public int Steps { get; private set; }

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
        Steps++;
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
                Latest = command.Job!;
                var report = new ChildJobReport(command.Name, new Guid(++uids, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), StartTime: now);
                running.Enqueue((now + RunTime, report));
                answers.Enqueue(CronJobEvent.JobCreated(report.Name, report.Uid));
                answers.Enqueue(CronJobEvent.ChildChanged(report));
            }
        }
    }
}

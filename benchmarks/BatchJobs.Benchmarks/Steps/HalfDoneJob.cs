using BatchJobs.Events;
using BatchJobs.Pods;
using BatchJobs.State;
using BatchJobs.StateMachine;

namespace BatchJobs.Benchmarks.Steps;

/// <summary>An Indexed Job with half of its indexes done and four pods that run.</summary>
internal sealed class HalfDoneJob
{
    private static readonly TimeSpan BatchPeriod = TimeSpan.FromSeconds(1);

    private readonly JobStateMachine machine = new(BatchPeriod);
    private readonly JobTransition transition = new();
    private readonly JobState halfDone;
    private readonly JobState steady;
    private readonly JobEvent[] happened = new JobEvent[1];
    private readonly PodStatus running = new() { Phase = PodPhase.Running };
    private DateTimeOffset now = IndexedWork.Epoch;

    public HalfDoneJob(int completions)
    {
        halfDone = IndexedWork.Create(completions);
        halfDone.SucceededIndexes.AddRange(0, (completions / 2) - 1);
        JobStateMachine.Submit(halfDone, now);
        machine.Step(halfDone, [], now, transition);
        for (int ordinal = 0; ordinal < IndexedWork.Parallelism; ordinal++)
        {
            Report(halfDone, ordinal, running);
        }

        steady = halfDone.Clone();
    }

    /// <summary>A pod says that it still runs, and the Job is looked at.</summary>
    public int PodReports()
    {
        Report(steady, 0, running);
        return transition.Commands.Count;
    }

    /// <summary>A pod succeeds, is counted and released, and the next index is started; in a copy, so that the Job stays half done.</summary>
    public int PodSucceeds()
    {
        JobState state = halfDone.Clone();
        Report(state, 0, IndexedWork.Succeeded);
        return transition.Commands.Count;
    }

    private void Report(JobState state, long ordinal, PodStatus status)
    {
        happened[0] = JobEvent.PodReported(ordinal, status);
        machine.Step(state, happened, now, transition);
        now += BatchPeriod;
        machine.Step(state, [], now, transition);
    }
}

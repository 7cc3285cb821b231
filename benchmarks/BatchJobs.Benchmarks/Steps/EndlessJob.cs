using BatchJobs.Events;
using BatchJobs.Primitives;
using BatchJobs.State;
using BatchJobs.StateMachine;

namespace BatchJobs.Benchmarks.Steps;

/// <summary>A Job whose four pods succeed one after the other; its indexes are forgotten shortly before it is done.</summary>
internal sealed class EndlessJob
{
    private readonly JobStateMachine machine = new(TimeSpan.Zero);
    private readonly JobTransition transition = new();
    private readonly JobEvent[] happened = new JobEvent[1];
    private readonly JobState state;
    private readonly int completions;
    private long next;

    public EndlessJob(int completions)
    {
        this.completions = completions;
        state = IndexedWork.Create(completions);
        JobStateMachine.Submit(state, IndexedWork.Epoch);
        machine.Step(state, [], IndexedWork.Epoch, transition);
    }

    public void Succeed(int pods)
    {
        for (int i = 0; i < pods; i++)
        {
            happened[0] = JobEvent.PodReported(next++, IndexedWork.Succeeded);
            machine.Step(state, happened, IndexedWork.Epoch, transition);
            if (state.Succeeded >= completions - IndexedWork.Parallelism - 1)
            {
                state.SucceededIndexes = new IndexSet();
            }
        }
    }
}

using BatchJobs.Cli.Running;
using BatchJobs.Client;
using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Cli.Reporting;

/// <summary>Plain lines, for files, pipes and continuous integration.</summary>
internal sealed class TextRunReporter(TextWriter output, TextWriter error, TimeProvider time) : IRunReporter
{
    private readonly Lock gate = new();
    private readonly HashSet<JobKey> seenJobs = [];

    public void JobChanged(Job job)
    {
        lock (gate)
        {
            if (seenJobs.Add(job.Key()))
            {
                output.WriteLine($"job.batch/{job.Key().Display()} created");
            }
        }
    }

    public ValueTask JobGoesOnAsync(JobKey job)
    {
        lock (gate)
        {
            seenJobs.Add(job);
        }

        return NoteAsync(IRunReporter.GoesOn(job));
    }

    public ValueTask PodChangedAsync(JobKey job, JobPod pod) =>
        pod.Status.Phase == PodPhase.Failed ? Write($"pod/{pod.Name} failed: {pod.FailureText()}") : ValueTask.CompletedTask;

    public ValueTask PodLoggedAsync(JobKey job, string podName, PodLogLine line) => Write($"{podName} | {line.Text}");

    public ValueTask EventHappenedAsync(JobKey job, JobEventEntry entry) =>
        Write($"job.batch/{job.Display()} {entry.Reason}: {entry.Message}");

    public ValueTask WaitingAsync(JobKey job, JobExplanation explanation) =>
        Write($"job.batch/{job.Display()} {explanation.WaitingText(time.GetUtcNow())}");

    public ValueTask NoteAsync(string text)
    {
        lock (gate)
        {
            error.WriteLine(text);
            return ValueTask.CompletedTask;
        }
    }

    public ValueTask EndedAsync(IReadOnlyList<JobOutcome> outcomes) =>
        Write(string.Join(Environment.NewLine, RunSummary.Lines(outcomes, time.GetUtcNow())));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private ValueTask Write(string line)
    {
        lock (gate)
        {
            output.WriteLine(line);
            return ValueTask.CompletedTask;
        }
    }
}

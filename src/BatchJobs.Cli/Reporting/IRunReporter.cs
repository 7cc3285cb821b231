using BatchJobs.Cli.Running;
using BatchJobs.Client;
using BatchJobs.Execution;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Cli.Reporting;

/// <summary>Tells the user what happens while Jobs run; all members may be called from several threads at once.</summary>
internal interface IRunReporter : IAsyncDisposable
{
    /// <summary>A Job is new or has changed.</summary>
    void JobChanged(Job job);

    /// <summary>Tells of a Job that was there before and goes on.</summary>
    ValueTask JobGoesOnAsync(JobKey job) => NoteAsync(GoesOn(job));

    /// <summary>A pod is new or has changed.</summary>
    ValueTask PodChangedAsync(JobKey job, JobPod pod);

    /// <summary>A pod has written a line.</summary>
    ValueTask PodLoggedAsync(JobKey job, string podName, PodLogLine line);

    /// <summary>An event happened, or happened again.</summary>
    ValueTask EventHappenedAsync(JobKey job, JobEventEntry entry);

    /// <summary>A Job with nothing active waits, for a back-off for example.</summary>
    ValueTask WaitingAsync(JobKey job, JobExplanation explanation);

    /// <summary>The run itself has something to say.</summary>
    ValueTask NoteAsync(string text);

    /// <summary>All Jobs have ended or were stopped; the last thing that is reported.</summary>
    ValueTask EndedAsync(IReadOnlyList<JobOutcome> outcomes);

    protected static string GoesOn(JobKey job) => $"job.batch/{job.Display()} goes on as the store has it";
}

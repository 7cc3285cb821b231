using System.Threading.Channels;
using BatchJobs.Cli.Running;
using BatchJobs.Client;
using BatchJobs.Execution;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using Spectre.Console;

namespace BatchJobs.Cli.Reporting;

/// <summary>A progress bar per Job and a table of pods that stay at the bottom of the terminal, with the output of the pods above them.</summary>
internal sealed class LiveRunReporter : IRunReporter
{
    private const int LinesAtOnce = 200;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    private readonly IAnsiConsole console;
    private readonly TimeProvider time;
    private readonly LiveView view;
    private readonly Channel<Text> lines = Channel.CreateBounded<Text>(new BoundedChannelOptions(5 * LinesAtOnce) { SingleReader = true });
    private readonly Task display;

    public LiveRunReporter(IAnsiConsole console, TimeProvider time)
    {
        this.console = console;
        this.time = time;
        view = new LiveView(time, console.Profile);
        display = Task.Run(DisplayAsync);
    }

    public void JobChanged(Job job) => view.Show(job);

    public ValueTask PodChangedAsync(JobKey job, JobPod pod) =>
        view.Show(pod) ? PrintAsync($"pod/{pod.Name} failed: {pod.FailureText()}", Color.Red) : ValueTask.CompletedTask;

    public ValueTask PodLoggedAsync(JobKey job, string podName, PodLogLine line) =>
        PrintAsync($"{podName} | {line.Text}", line.IsError ? Color.Yellow : Color.Default);

    public ValueTask EventHappenedAsync(JobKey job, JobEventEntry entry) =>
        PrintAsync($"job.batch/{job.Display()} {entry.Reason}: {entry.Message}", Color.Grey);

    public ValueTask WaitingAsync(JobKey job, JobExplanation explanation) =>
        PrintAsync($"job.batch/{job.Display()} {explanation.WaitingText(time.GetUtcNow())}", Color.Grey);

    public ValueTask NoteAsync(string text) => PrintAsync(text, Color.Yellow);

    public async ValueTask EndedAsync(IReadOnlyList<JobOutcome> outcomes)
    {
        Color color = outcomes.All(outcome => outcome.Job.IsComplete()) ? Color.Green : Color.Red;
        foreach (string line in RunSummary.Lines(outcomes, time.GetUtcNow()))
        {
            await PrintAsync(line, color);
        }
    }

    public async ValueTask DisposeAsync()
    {
        lines.Writer.TryComplete();
        await display;
    }

    /// <summary>Waits while the terminal is slower than the pods.</summary>
    private ValueTask PrintAsync(string line, Color color) =>
        lines.Writer.WriteAsync(new Text(PlainText.WithoutControls(line), new Style(color)));

    private Task DisplayAsync() =>
        console.Live(view.Render()).AutoClear(true).StartAsync(async context =>
        {
            while (await LineOrTickAsync())
            {
                List<Text> batch = [];
                while (batch.Count < LinesAtOnce && lines.Reader.TryRead(out Text? line))
                {
                    batch.Add(line);
                }

                if (batch.Count > 0)
                {
                    console.Write(new Rows(batch));
                }

                context.UpdateTarget(view.Render());
            }
        });

    /// <summary>Waits for a line or for the next tick; false when no line will come any more.</summary>
    private async Task<bool> LineOrTickAsync()
    {
        using CancellationTokenSource tick = new(Tick, time);
        try
        {
            return await lines.Reader.WaitToReadAsync(tick.Token);
        }
        catch (OperationCanceledException) when (tick.IsCancellationRequested)
        {
            return true;
        }
    }
}

using System.Text.RegularExpressions;
using BatchJobs.Cli.Reporting;
using BatchJobs.Cli.Running;
using BatchJobs.Client;
using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using Spectre.Console;

namespace BatchJobs.Cli.Tests.Reporting;

public partial class LiveRunReporterTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_terminal_shows_progress_pods_and_output_and_in_the_end_the_outcome()
    {
        string shown = Visible(await ShowAsync(ColorSystemSupport.TrueColor));

        Assert.Contains("work-abcde | hello", shown, StringComparison.Ordinal);
        Assert.Matches(@"work 1/2 Running", shown);
        Assert.Matches(@"work-abcde +Completed +0 +0 ", shown);
        Assert.Matches(@"work-fghij +Error +1 +3 ", shown);
        Assert.Contains("pod/work-fghij failed: container \"worker\" ended with exit code 3", shown, StringComparison.Ordinal);
        Assert.Contains("job.batch/work condition met", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cursor_is_hidden_meanwhile_and_given_back()
    {
        string written = await ShowAsync(ColorSystemSupport.TrueColor);

        Assert.True(written.LastIndexOf("\e[?25h", StringComparison.Ordinal) > written.IndexOf("\e[?25l", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_colors_the_terminal_gets_none() =>
        Assert.DoesNotMatch(@"\e\[[0-9;]*3[0-9][0-9;]*m", await ShowAsync(ColorSystemSupport.NoColors));

    [Fact]
    public async Task A_pod_cannot_move_the_cursor_with_its_output() =>
        Assert.DoesNotContain("\e[2J", await ShowAsync(ColorSystemSupport.TrueColor), StringComparison.Ordinal);

    private static async Task<string> ShowAsync(ColorSystemSupport colors)
    {
        using StringWriter terminal = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = colors,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(terminal),
        });
        console.Profile.Width = 120;
        JobKey key = new("work");
        await using (LiveRunReporter reporter = new(console, TimeProvider.System))
        {
            Job job = new()
            {
                Metadata = new ObjectMeta { Name = "work" },
                Spec = new JobSpec { Completions = 2 },
                Status = new JobStatus { Succeeded = 1, Failed = 1, StartTime = Start },
            };
            reporter.JobChanged(job);
            await reporter.PodChangedAsync(key, Pod("work-abcde", 0, 0));
            await reporter.PodChangedAsync(key, Pod("work-fghij", 1, 3));
            await reporter.PodLoggedAsync(key, "work-abcde", new PodLogLine("worker", "hello\e[2J", false, Start));
            JobCondition complete = new() { Type = JobConditionTypes.Complete, Status = ConditionStatus.True };
            await reporter.EndedAsync([new JobOutcome(job with { Status = job.Status with { Conditions = [complete] } }, [], [])]);
        }

        return terminal.ToString();
    }

    private static JobPod Pod(string name, int index, int exitCode) => new()
    {
        Id = new PodId(Guid.Empty, index),
        Name = name,
        Uid = Guid.Empty,
        Index = index,
        CreationTimestamp = Start,
        Status = new PodStatus
        {
            Phase = exitCode == 0 ? PodPhase.Succeeded : PodPhase.Failed,
            ContainerStatuses =
            [
                new ContainerStatus
                {
                    Name = "worker",
                    Terminated = new ContainerTermination(exitCode, Start.AddSeconds(7), exitCode == 0 ? "Completed" : "Error"),
                },
            ],
        },
    };

    private static string Visible(string written) => EscapeSequence().Replace(written, "");

    [GeneratedRegex(@"\e\[[0-9;?]*[A-Za-z]", RegexOptions.None, 1000)]
    private static partial Regex EscapeSequence();
}

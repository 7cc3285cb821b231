using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace BatchJobs.Architecture.Tests;

/// <summary>Filters and alerts name the events of the log by their numbers, so that a number means the same for ever.</summary>
public partial class EventIdTests
{
    private static readonly string source = Path.GetFullPath(Path.Combine(Folder(), "..", "..", "src"));

    [Fact]
    public void Every_event_of_the_log_keeps_its_number() => Assert.Equal(
        [
            "BatchJobs 1 JobCreated",
            "BatchJobs 2 JobFinished",
            "BatchJobs 3 JobRemoved",
            "BatchJobs 4 CronJobRemoved",
            "BatchJobs 5 CronJobCreated",
            "BatchJobs 10 PodRefused",
            "BatchJobs 11 ExecutorFailed",
            "BatchJobs 12 SaveFailed",
            "BatchJobs 13 LoopFailed",
            "BatchJobs 14 ResultLost",
            "BatchJobs.InProcess 100 Abandoned",
            "BatchJobs.InProcess 101 AbandonedBodyEnded",
            "BatchJobs.InProcess 102 CancellationFailed",
            "BatchJobs.InProcess 103 AttemptFailed",
            "BatchJobs.InProcess 104 ResultUnreadable",
            "BatchJobs.Control 200 AcceptFailed",
            "BatchJobs.Control 201 NotUnderstood",
            "BatchJobs.Processes 3001 Ignored",
            "BatchJobs.Processes 3002 ObserverFailed",
            "BatchJobs.Processes 3003 LeftBehind",
            "BatchJobs.Processes 3004 Escaped",
            "BatchJobs.Processes 3005 LogNotWritten",
            "BatchJobs.Processes 3006 Resumed",
            "BatchJobs.Processes 3007 Missing",
            "BatchJobs.Processes 3008 PodNotSaved",
            "BatchJobs.Kubernetes 4001 WatchFailed",
            "BatchJobs.Kubernetes 4002 CommandFailed",
            "BatchJobs.Kubernetes 4003 ObserverFailed",
            "BatchJobs.Kubernetes 4004 LeaseHeldElsewhere",
            "BatchJobs.Kubernetes 4005 LeaseAcquired",
            "BatchJobs.Kubernetes 4006 LeaseLost",
            "BatchJobs.Kubernetes 4007 LogLost",
        ],
        Messages().OrderBy(message => message.Id).Select(message => $"{message.Assembly} {message.Id} {message.Name}"));

    [Fact]
    public void No_number_is_given_twice() => Assert.Equal([], Messages().CountBy(message => message.Id).Where(count => count.Value > 1).Select(count => count.Key));

    [Fact]
    public void Nothing_is_logged_without_a_number()
    {
        Assert.Equal([], Files().Where(file => Unnumbered().IsMatch(File.ReadAllText(file))));
        Assert.Equal(Files().Sum(file => Attribute().Count(File.ReadAllText(file))), Messages().Count());
    }

    private static IEnumerable<(string Assembly, int Id, string Name)> Messages() => Files().SelectMany(file => Declaration().Matches(File.ReadAllText(file)).Select(message => (
        Path.GetRelativePath(source, file).Split(Path.DirectorySeparatorChar)[0],
        int.Parse(message.Groups["id"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture),
        message.Groups["name"].Value)));

    private static IEnumerable<string> Files() => Directory.EnumerateDirectories(source)
        .SelectMany(project => Directory.EnumerateFiles(project, "*.cs", SearchOption.AllDirectories)
            .Where(file => Path.GetRelativePath(project, file).Split(Path.DirectorySeparatorChar)[0] is not ("bin" or "obj")));

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex(@"\[LoggerMessage\((EventId = )?(?<id>\d+), .*\)\]\s+\w+ static partial void (?<name>\w+)\(", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\[LoggerMessage\b", RegexOptions.None, 10_000)]
    private static partial Regex Attribute();

    [GeneratedRegex(@"\.Log(Trace|Debug|Information|Warning|Error|Critical)\(", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Unnumbered();
}

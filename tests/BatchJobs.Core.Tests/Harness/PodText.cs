using System.Globalization;
using System.Text.RegularExpressions;
using BatchJobs.Pods;
using BatchJobs.Specs;

namespace BatchJobs.Core.Tests.Harness;

/// <summary>
/// A pod in one word: <c>key:phase</c> and what else is to be said.
/// Phases: P pending, R running, Y running and ready, S succeeded, F failed, U unknown.
/// <c>F42</c> exit code (1 unless said, 0 for a pod that failed without its container), <c>!</c> condition DisruptionTarget,
/// <c>*3</c> restarts, <c>x</c> deleted by somebody, <c>@7</c> ended at second 7 instead of now, <c>[2]</c> failures of its index before it.
/// </summary>
internal sealed partial record PodText(int? Key, PodStatus Status, int FailuresBefore)
{
    public static IEnumerable<PodText> Read(string pods, DateTimeOffset now) =>
        pods.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pod => ReadOne(pod, now));

    public static PodStatus StatusOf(string pod, DateTimeOffset now) => ReadOne(pod, now).Status;

    private static PodText ReadOne(string pod, DateTimeOffset now)
    {
        Match match = Word().Match(pod);
        Assert.True(match.Success, $"'{pod}' is not a pod");
        int? Number(string group) => match.Groups[group].Success ? int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture) : null;
        char letter = match.Groups["phase"].Value[0];
        DateTimeOffset end = Number("end") is { } second ? JobBench.Epoch.AddSeconds(second) : now;
        return new PodText(Number("key"), new PodStatus
        {
            Phase = Phase(letter),
            Conditions = [.. Conditions(letter, match.Groups["disrupted"].Success, now)],
            ContainerStatuses = letter == 'P' ? [] : [Container(letter, Number("exit"), end) with { RestartCount = Number("restarts") ?? 0 }],
            DeletionTimestamp = match.Groups["deleted"].Success ? now.AddSeconds(30) : null,
            DeletionGracePeriodSeconds = match.Groups["deleted"].Success ? 30 : 0,
        }, Number("before") ?? 0);
    }

    private static PodPhase Phase(char letter) => letter switch
    {
        'P' => PodPhase.Pending,
        'R' or 'Y' => PodPhase.Running,
        'S' => PodPhase.Succeeded,
        'F' => PodPhase.Failed,
        _ => PodPhase.Unknown,
    };

    private static IEnumerable<PodCondition> Conditions(char letter, bool disrupted, DateTimeOffset now)
    {
        if (letter == 'Y')
        {
            yield return new PodCondition(PodConditionTypes.Ready, ConditionStatus.True, LastTransitionTime: now);
        }

        if (disrupted)
        {
            yield return new PodCondition(PodConditionTypes.DisruptionTarget, ConditionStatus.True, LastTransitionTime: now);
        }
    }

    private static ContainerStatus Container(char letter, int? exitCode, DateTimeOffset end) => new()
    {
        Name = "main",
        Running = letter is 'R' or 'Y' or 'U' ? new ContainerRunning(end) : null,
        Terminated = letter is 'S' or 'F' ? new ContainerTermination(exitCode ?? (letter == 'F' ? 1 : 0), end) : null,
    };

    [GeneratedRegex(@"^((?<key>\d+):)?(?<phase>[PRYSFU])(?<exit>\d+)?(?<disrupted>!)?(\*(?<restarts>\d+))?(?<deleted>x)?(@(?<end>\d+))?(\[(?<before>\d+)\])?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Word();
}

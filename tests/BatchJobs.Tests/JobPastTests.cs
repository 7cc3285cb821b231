using BatchJobs.Pods;
using BatchJobs.Runtime;
using BatchJobs.State;
using BatchJobs.StateMachine;
using CsCheck;

namespace BatchJobs.Tests;

/// <summary>What is remembered of a Job outlives being folded into bytes.</summary>
public class JobPastTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Gen<JobNotice> Notices = Gen.Select(Gen.Int[0, 13], Gen.Long[0, 1_000], Gen.Bool, Gen.Bool).Select((kind, number, told, decided) =>
        new JobNotice((JobNoticeKind)kind, "parallelism")
        {
            Ordinal = number % 5 == 0 ? null : number,
            Index = told ? (int)number : PodRecord.NoIndex,
            Count = told ? number : null,
            Budget = decided ? number : null,
            Next = told ? Start.AddSeconds(number) : null,
            Message = told ? "why" : null,
            Verdict = decided ? new Verdict(true, "reason", "message", Start) : null,
        });

    private static readonly Gen<EndedPodEntry> Pods = Gen.Select(Gen.Long[0, 1_000], Gen.Int[-1, 5], Gen.Int[0, 3], Gen.Bool).Select((ordinal, index, exitCode, brief) =>
    {
        var end = new PodCompletion(ordinal, "main", exitCode, Start.AddSeconds(1), Start.AddSeconds(2), "Completed", exitCode == 0 ? null : "no");
        return brief ? new EndedPodEntry(ordinal, index, Start.UtcTicks, null, end) : new EndedPodEntry(ordinal, index, Start.UtcTicks, end.ToStatus(), default);
    });

    [Fact]
    public void What_is_unfolded_is_what_was_folded() => Gen.Select(Notices.List[0, 12], Pods.List[0, 12], Gen.Int[0, 8], Gen.Int[0, 8]).Sample((notices, pods, events, history) =>
    {
        var options = new JobEngineOptions { EventHistory = events, FinishedPodHistory = history };
        JobPast past = JobPast.Begin(options);
        past.Notices.Add(notices, Start);
        pods.ForEach(pod => past.Pods.Add(in pod));
        string before = Describe(past);
        Assert.Equal(Math.Min(events, notices.Count), past.Notices.Count);
        Assert.Equal(pods.TakeLast(history).Select(pod => pod.Ordinal), Enumerable.Range(0, past.Pods.Count).Select(position => past.Pods[position].Ordinal));

        byte[] folded = past.Fold();
        past.End();
        JobPast again = JobPast.Unfold(folded, options);
        Assert.Equal(before, Describe(again));
        again.End();
    }, iter: 1_000);

    private static string Describe(JobPast past) => string.Join('\n',
    [
        .. past.Notices.Select(entry => $"{entry.Time:O} {entry.Notice}"),
        $"{past.Pods.Remembered}",
        .. Enumerable.Range(0, past.Pods.Count).Select(position => past.Pods[position]).Select(pod =>
            $"{pod.Ordinal} {pod.Index} {pod.CreatedAt:O} {pod.Status.Phase} {pod.Status.ContainerStatuses[0]} {pod.Status.Conditions[0]}"),
    ]);
}

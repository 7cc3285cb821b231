using System.Globalization;
using System.Text.RegularExpressions;
using BatchJobs.Client;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.Testing.Scenarios;

namespace BatchJobs.Testing.Simulation;

/// <summary>The CronJob of a scenario and the Jobs it makes.</summary>
internal sealed partial class SimulatedCronJob(
    Scenario scenario, CronJob cronJob, ICronJobClient client, JobWatch jobs, TimeProvider clock, SimulatedTime time) : ISimulatedObject
{
    private readonly JobKey key = new(cronJob.Metadata.Namespace ?? JobKey.DefaultNamespace, cronJob.Metadata.Name ?? scenario.Name);
    private readonly ObjectLife life = new(clock);
    private readonly StateHistory<(string Active, double? LastSchedule, double? LastSuccess)> history = new();
    private IReadOnlyList<JobEventEntry> events = [];
    private CronJobStatus status = new();

    /// <summary>A CronJob never finishes; it can only go.</summary>
    public DateTimeOffset? Finished => life.Gone;

    public DateTimeOffset? Gone => life.Gone;

    public bool IsBeingDeleted => life.IsBeingDeleted;

    public Task CreateAsync(CancellationToken cancellationToken) => client.CreateCronJobAsync(cronJob, cancellationToken);

    public Task PatchAsync(string mergePatch, CancellationToken cancellationToken) => client.PatchCronJobAsync(key, mergePatch, cancellationToken);

    public Task DeleteAsync(DeletionPropagation propagation, CancellationToken cancellationToken) =>
        client.DeleteCronJobAsync(key, new JobDeleteOptions { Propagation = propagation }, cancellationToken);

    public async Task ObserveAsync(CancellationToken cancellationToken)
    {
        if (Gone is not null)
            return;
        try
        {
            CronJob seen = await client.GetCronJobAsync(key, cancellationToken).ConfigureAwait(false);
            events = await client.ListCronJobEventsAsync(key, cancellationToken).ConfigureAwait(false);
            life.See(finished: false, seen.Metadata.DeletionTimestamp is not null);
            status = seen.Status ?? new CronJobStatus();
            string active = string.Join(' ', (status.Active ?? []).Select(job => job.Name));
            history.Add(time.Of(clock.GetUtcNow()), (active, time.Of(status.LastScheduleTime), time.OfServer(status.LastSuccessfulTime)));
        }
        catch (JobNotFoundException)
        {
            life.SeeGone();
        }
    }

    public SimulationResult Result(IReadOnlyList<StepResult> steps) => new CronJobSimulationResult
    {
        Scenario = scenario.Name,
        End = time.Of(clock.GetUtcNow()),
        Object = life.Times(time),
        Steps = steps,
        Status = new CronJobStatusResult
        {
            Active = status.Active is { Count: > 0 } active ? [.. active.Select(job => new ActiveJobResult(job.Kind, "<ns>", Hide(job.Name ?? ""), job.ApiVersion))] : null,
            LastScheduleTime = time.Of(status.LastScheduleTime),
            LastSuccessfulTime = time.OfServer(status.LastSuccessfulTime),
        },
        Jobs = [.. jobs.Jobs.Select(job => job.Result(Hide(job.Name), time))],
        StatusOverTime = [.. history.Lasting().Select(entry => new CronJobStatusAt(
            entry.At,
            [.. entry.State.Active.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Hide)],
            entry.State.LastSchedule,
            entry.State.LastSuccess))],
        Events = EventBudget.Spend(events, Hide),
    };

    /// <summary>Names runs by their minute, and times by a word: neither is the same in two recordings.</summary>
    private string Hide(string text) =>
        ScheduleTime().Replace(RunName().Replace(text, RelativeName), "<time>");

    private string RelativeName(Match match)
    {
        long minute = long.Parse(match.Groups["minute"].Value, CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{match.Groups["name"].Value}-M+{minute - (time.Zero.ToUnixTimeSeconds() / 60)}");
    }

    [GeneratedRegex("(?<name>[a-z0-9.-]+)-(?<minute>[0-9]{7,})", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex RunName();

    [GeneratedRegex("[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} [+-][0-9]{4}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex ScheduleTime();
}

using System.Globalization;
using System.Text.Json;

namespace BatchJobs.Conformance.Tests.Schedules;

/// <summary>A recorded answer: the activations that the package used by Kubernetes computes for a schedule.</summary>
public sealed record ScheduleVector(string Name, string Schedule, string? TimeZone, DateTimeOffset From, IReadOnlyList<DateTimeOffset>? Next)
{
    /// <summary>How many activations a vector asks for; fewer recorded ones mean that the search gave up.</summary>
    public const int Steps = 6;

    private static readonly Lazy<IReadOnlyDictionary<string, ScheduleVector>> Recorded = new(() =>
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Data", "vectors", "schedule"), "*.json")
            .SelectMany(Read)
            .ToDictionary(vector => vector.Name));

    public static IReadOnlyDictionary<string, ScheduleVector> All => Recorded.Value;

    private static List<ScheduleVector> Read(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        return document.RootElement.EnumerateArray().Select(Read).ToList();
    }

    private static ScheduleVector Read(JsonElement vector)
    {
        var next = vector.GetProperty("next");
        return new ScheduleVector(
            vector.GetProperty("name").GetString()!,
            vector.GetProperty("schedule").GetString()!,
            vector.TryGetProperty("timeZone", out var zone) ? zone.GetString() : null,
            Instant(vector.GetProperty("from")),
            next.ValueKind == JsonValueKind.Null ? null : next.EnumerateArray().Select(Instant).ToList());
    }

    private static DateTimeOffset Instant(JsonElement text) =>
        DateTimeOffset.Parse(text.GetString()!, CultureInfo.InvariantCulture);
}

using BatchJobs.Cron;
using CsCheck;

namespace BatchJobs.Core.Tests.Cron;

/// <summary>The search against a scan of every minute, which is slow and simple enough to be right.</summary>
public class CronSchedulePropertyTests
{
    private static readonly TimeSpan Horizon = TimeSpan.FromDays(40);

    // Zones whose clocks change by whole hours away from midnight: there every admitted clock time counts, as often as it is shown.
    private static readonly Gen<TimeZoneInfo> Zone = Gen.OneOf("UTC", "Asia/Kathmandu", "Europe/Berlin", "America/New_York", "Australia/Sydney")
        .Select(TimeZoneInfo.FindSystemTimeZoneById);

    private static readonly Gen<DateTimeOffset> Start =
        from day in Gen.OneOf("2024-02-27", "2025-03-08", "2025-03-29", "2025-04-04", "2025-10-04", "2025-10-25", "2025-11-01", "2025-12-30")
        from seconds in Gen.Double[0, 3 * 86_400]
        select DateTimeOffset.Parse(day + "T00:00:00Z").AddSeconds(seconds);

    private static readonly Gen<(string Text, HashSet<int> Values, bool IsStar)> Minute = Field(0, 59);
    private static readonly Gen<(string Text, HashSet<int> Values, bool IsStar)> Hour = Field(0, 23);
    private static readonly Gen<(string Text, HashSet<int> Values, bool IsStar)> DayOfMonth = Field(1, 31);
    private static readonly Gen<(string Text, HashSet<int> Values, bool IsStar)> Month = Field(1, 12);
    private static readonly Gen<(string Text, HashSet<int> Values, bool IsStar)> DayOfWeek = Field(0, 6);

    [Fact]
    public void The_next_activation_is_the_first_admitted_minute() =>
        Gen.Select(Gen.Select(Minute, Hour, DayOfMonth, Month, DayOfWeek), Start, Zone).Sample(
            (fields, start, zone) =>
            {
                var (minute, hour, dayOfMonth, month, dayOfWeek) = fields;
                var schedule = CronSchedule.Parse($"{minute.Text} {hour.Text} {dayOfMonth.Text} {month.Text} {dayOfWeek.Text}");

                bool Admits(DateTime local)
                {
                    var ofMonth = dayOfMonth.Values.Contains(local.Day);
                    var ofWeek = dayOfWeek.Values.Contains((int)local.DayOfWeek);
                    return minute.Values.Contains(local.Minute) && hour.Values.Contains(local.Hour) && month.Values.Contains(local.Month)
                        && (dayOfMonth.IsStar || dayOfWeek.IsStar ? ofMonth && ofWeek : ofMonth || ofWeek);
                }

                var scanned = Minutes(start).Select(instant => (DateTimeOffset?)instant)
                    .FirstOrDefault(instant => Admits(TimeZoneInfo.ConvertTime(instant!.Value, zone).DateTime));
                var found = schedule.Next(start, zone);

                return scanned is not null ? found == scanned : found is null || found > start + Horizon;
            },
            iter: 300);

    [Fact]
    public void Activations_go_forward_and_show_admitted_minutes_in_every_zone() =>
        Gen.Select(Gen.OneOf(TimeZoneInfo.GetSystemTimeZones().ToArray()), Gen.Int[0, 59], Gen.Int[0, 5], Gen.DateTime[new(1995, 1, 1), new(2037, 1, 1)])
            .Sample(
                (zone, minute, hour, start) =>
                {
                    var schedule = CronSchedule.Parse($"{minute} {hour} * * *");
                    var previous = new DateTimeOffset(start, TimeSpan.Zero);
                    for (var step = 0; step < 20; step++)
                    {
                        var next = schedule.Next(previous, zone)!.Value;
                        Assert.True(next > previous);
                        Assert.Equal(minute, TimeZoneInfo.ConvertTime(next, zone).Minute);
                        previous = next;
                    }
                },
                iter: 2_000);

    [Fact]
    public void An_interval_counts_from_the_second_it_is_given() =>
        Gen.Select(Gen.Int[1, 1_000_000], Start, Zone).Sample((seconds, start, zone) =>
        {
            var second = DateTimeOffset.FromUnixTimeSeconds(start.ToUnixTimeSeconds());
            return CronSchedule.Parse($"@every {seconds}s").Next(start, zone) == second.AddSeconds(seconds);
        });

    private static IEnumerable<DateTimeOffset> Minutes(DateTimeOffset start)
    {
        var first = DateTimeOffset.FromUnixTimeSeconds(((start.ToUnixTimeSeconds() / 60) + 1) * 60);
        for (var instant = first; instant <= start + Horizon; instant = instant.AddMinutes(1))
            yield return instant;
    }

    private static Gen<(string Text, HashSet<int> Values, bool IsStar)> Field(int minimum, int maximum)
    {
        var star = Gen.OneOf("*", "?").Select(text => (text, Range(minimum, maximum, 1), true));
        var stepped = Gen.Int[2, maximum + 2].Select(step => ($"*/{step}", Range(minimum, maximum, step), false));
        var single = Gen.Int[minimum, maximum].Select(value => ($"{value}", Range(value, value, 1), false));
        var from = Gen.Select(Gen.Int[minimum, maximum], Gen.Int[1, 9])
            .Select((low, step) => ($"{low}/{step}", Range(low, maximum, step), false));
        var range = Gen.Select(Gen.Int[minimum, maximum], Gen.Int[minimum, maximum], Gen.Int[1, 9])
            .Select((a, b, step) => ($"{Math.Min(a, b)}-{Math.Max(a, b)}/{step}", Range(Math.Min(a, b), Math.Max(a, b), step), false));
        var item = Gen.Frequency((3, star), (2, stepped), (2, single), (1, from), (2, range));

        return item.List[1, 3].Select(items => (
            string.Join(',', items.Select(one => one.Item1)),
            items.SelectMany(one => one.Item2).ToHashSet(),
            items.Exists(one => one.Item3)));
    }

    private static HashSet<int> Range(int low, int high, int step) =>
        Enumerable.Range(low, high - low + 1).Where(value => (value - low) % step == 0).ToHashSet();
}

using BatchJobs.Cron;

namespace BatchJobs.Conformance.Tests.Schedules;

public class ScheduleVectorTests
{
    public static TheoryData<string> Names => new(ScheduleVector.All.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_schedule_activates_when_Kubernetes_says(string name)
    {
        var vector = ScheduleVector.All[name];
        var zone = vector.TimeZone is null ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(vector.TimeZone);

        Assert.Equal(vector.Next, Activations(CronSchedule.Parse(vector.Schedule), vector.From, zone));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_zone_in_front_of_the_schedule_means_the_same_as_one_beside_it(string name)
    {
        var vector = ScheduleVector.All[name];
        var prefixed = CronSchedule.Parse($"TZ={vector.TimeZone} {vector.Schedule}");
        var other = TimeZoneInfo.FindSystemTimeZoneById("Pacific/Chatham");

        Assert.Equal(vector.Next, Activations(prefixed, vector.From, other));
    }

    private static List<DateTimeOffset> Activations(CronSchedule schedule, DateTimeOffset from, TimeZoneInfo zone)
    {
        var activations = new List<DateTimeOffset>();
        for (var next = schedule.Next(from, zone); next is not null && activations.Count < ScheduleVector.Steps; next = schedule.Next(next.Value, zone))
            activations.Add(next.Value);
        return activations;
    }
}

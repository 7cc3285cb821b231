using BatchJobs.Cron;

namespace BatchJobs.Core.Tests.Cron;

public class CronTimeZoneTests
{
    [Theory]
    [InlineData("UTC")]
    [InlineData("Etc/UTC")]
    [InlineData("Etc/GMT+1")]
    [InlineData("GMT0")]
    [InlineData("PST8PDT")]
    [InlineData("W-SU")]
    [InlineData("Europe/Kyiv")]
    [InlineData("Asia/Calcutta")]
    [InlineData("America/North_Dakota/New_Salem")]
    [InlineData("Antarctica/DumontDUrville")]
    [InlineData("Factory")]
    public void A_name_of_the_database_is_accepted(string name)
    {
        Assert.Empty(CronTimeZone.Validate(name));
        Assert.True(CronTimeZone.TryLoad(name, out var zone, out _));
        Assert.NotNull(zone);
    }

    [Theory]

    // Letter case matters, also where .NET or the file system do not care.
    [InlineData("utc")]
    [InlineData("Utc")]
    [InlineData("etc/utc")]
    [InlineData("EUROPE/BERLIN")]
    [InlineData("Europe/berlin")]

    // Not in the database.
    [InlineData("Etc/GMT+13")]
    [InlineData("Europe/Foo")]
    [InlineData("UTC+1")]
    [InlineData("UTC-02")]
    [InlineData("EST5EDT4")]
    [InlineData("123")]

    // Not names at all.
    [InlineData(" UTC")]
    [InlineData("Europe/Berlin\n")]
    [InlineData("America/New York")]
    [InlineData("W. Europe Standard Time")]
    [InlineData("/Europe/Berlin")]
    [InlineData("Europe/Berlin/")]
    [InlineData("/")]
    [InlineData("..")]
    [InlineData("Europe/./Berlin")]
    [InlineData("-UTC")]
    [InlineData("Europe\\Berlin")]
    [InlineData("abcdefghijklmno")]
    [InlineData("TZ=UTC")]
    public void Another_name_is_unknown(string name)
    {
        // Once found, .NET hands out a zone under any spelling of its name.
        TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

        Assert.Equal([$"unknown time zone {name}"], CronTimeZone.Validate(name));
        Assert.False(CronTimeZone.TryLoad(name, out _, out _));
    }

    [Theory]
    [InlineData("Europe")]
    [InlineData("America/Argentina")]
    public void A_folder_of_the_database_is_not_a_zone(string name) =>
        Assert.Equal(["is a directory"], CronTimeZone.Validate(name));

    [Fact]
    public void An_empty_name_is_refused_without_further_checks() =>
        Assert.Equal(["timeZone must be nil or non-empty string"], CronTimeZone.Validate(""));

    [Theory]
    [InlineData("Local", 1)]
    [InlineData("local", 2)]
    [InlineData("lOcAl", 2)]
    public void The_local_zone_must_be_named(string name, int errors)
    {
        var messages = CronTimeZone.Validate(name);

        Assert.Equal("timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones", messages[0]);
        Assert.Equal(errors, messages.Count);
        Assert.All(messages.Skip(1), message => Assert.Equal($"unknown time zone {name}", message));
    }

    [Theory]
    [InlineData("../UTC")]
    [InlineData("Europe/..Berlin")]
    [InlineData("/UTC")]
    [InlineData("\\UTC")]
    public void A_path_in_front_of_a_schedule_is_no_location(string name)
    {
        Assert.False(CronTimeZone.TryLoad(name, out _, out var error));
        Assert.Equal("time: invalid location name", error);
    }

    [Fact]
    public void A_machine_without_a_database_is_named_as_the_reason()
    {
        Assert.False(CronTimeZone.TryLoad("Europe/Berlin", _ => null, out _, out var error));
        Assert.Equal("unknown time zone Europe/Berlin: the time zone database of this machine lacks it (is tzdata installed?)", error);

        Assert.True(CronTimeZone.TryLoad("UTC", _ => null, out var utc, out _));
        Assert.Equal(TimeZoneInfo.Utc, utc);
    }

    [Fact]
    public void A_name_newer_than_the_list_is_left_to_the_system()
    {
        var zone = TimeZoneInfo.CreateCustomTimeZone("Mars/Olympus", TimeSpan.FromMinutes(37), "Mars", "Mars");

        Assert.True(CronTimeZone.TryLoad("Mars/Olympus", _ => zone, out var found, out _));
        Assert.Same(zone, found);
    }
}

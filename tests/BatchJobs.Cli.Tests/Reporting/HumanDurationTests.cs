using BatchJobs.Cli.Reporting;

namespace BatchJobs.Cli.Tests.Reporting;

public class HumanDurationTests
{
    [Theory]
    [InlineData(-5, "<invalid>")]
    [InlineData(-0.5, "0s")]
    [InlineData(0.9, "0s")]
    [InlineData(119, "119s")]
    [InlineData(120, "2m")]
    [InlineData(125, "2m5s")]
    [InlineData(599, "9m59s")]
    [InlineData(600, "10m")]
    [InlineData(3 * 3600 - 1, "179m")]
    [InlineData(3 * 3600, "3h")]
    [InlineData(7.5 * 3600, "7h30m")]
    [InlineData(8 * 3600 + 60, "8h")]
    [InlineData(47 * 3600, "47h")]
    [InlineData(48 * 3600, "2d")]
    [InlineData(49 * 3600, "2d1h")]
    [InlineData(8 * 24 * 3600 + 3600, "8d")]
    [InlineData(800.0 * 24 * 3600, "2y70d")]
    [InlineData(3000.0 * 24 * 3600, "8y")]
    public void Shows_what_kubectl_shows(double seconds, string text) =>
        Assert.Equal(text, HumanDuration.Format(TimeSpan.FromSeconds(seconds)));
}

using BatchJobs.Kubernetes.Logs;

namespace BatchJobs.Kubernetes.Tests.Logs;

/// <summary>Lines of logs as the API gives them.</summary>
public class LogLineTests
{
    [Theory]
    [InlineData("2026-11-23T09:00:01.5Z two words", "2026-11-23T09:00:01.500000000Z", "two words")]
    [InlineData("2026-11-23T09:00:01.123456789Z ", "2026-11-23T09:00:01.123456789Z", "")]
    [InlineData("2026-11-23T09:00:01Z 2026-11-23T09:00:01Z x", "2026-11-23T09:00:01.000000000Z", "2026-11-23T09:00:01Z x")]
    public void A_line_is_a_stamp_that_sorts_and_a_text(string line, string stamp, string text) => Assert.Equal(new LogLine(stamp, text), LogLine.Parse(line));

    [Theory]
    [InlineData("unable to retrieve container logs for containerd://abc")]
    [InlineData("")]
    public void What_has_no_stamp_is_not_from_the_container(string line) => Assert.Null(LogLine.Parse(line));
}

using BatchJobs.Specs;

namespace BatchJobs.Core.Tests.Rules;

public class PodFailureBackoffTests
{
    [Theory]
    [InlineData("initial=10s,factor=2,max=600s")]
    [InlineData("initial=0.25s,factor=1.5,max=30s,jitter=0.1")]
    [InlineData("delays=1s/5s/30s")]
    [InlineData("delays=0s,jitter=1")]
    public void What_is_written_is_read_again(string text)
    {
        PodFailureBackoff backoff = PodFailureBackoff.Parse(text);

        Assert.Equal(text, backoff.ToString());
        Assert.Equal(backoff, PodFailureBackoff.Parse(backoff.ToString()));
        Assert.Equal(backoff.GetHashCode(), PodFailureBackoff.Parse(text).GetHashCode());
    }

    [Theory]
    [InlineData("max=1m30s", "initial=10s,factor=2,max=90s")]
    [InlineData(" jitter = 0.5 , initial = 1s ", "initial=1s,factor=2,max=600s,jitter=0.5")]
    public void What_is_not_named_keeps_its_default(string text, string full) => Assert.Equal(full, PodFailureBackoff.Parse(text).ToString());

    [Theory]
    [InlineData("", "'' is none of initial=, factor=, max=, jitter=, delays=")]
    [InlineData("initial", "'initial' is none of initial=, factor=, max=, jitter=, delays=")]
    [InlineData("first=1s", "'first=1s' is none of initial=, factor=, max=, jitter=, delays=")]
    [InlineData("initial=1", "time: missing unit in duration \"1\"")]
    [InlineData("factor=two", "'factor=two' has no number")]
    [InlineData("factor=0.5", "factor must be at least 1")]
    [InlineData("initial=-1s", "initial must not be negative")]
    [InlineData("max=-1s", "max must not be negative")]
    [InlineData("jitter=1.5", "jitter must be from 0 to 1")]
    [InlineData("delays=1s/-2s", "delays must not be negative")]
    [InlineData("delays=", "time: invalid duration \"\"")]
    public void What_can_not_be_read_is_named(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => PodFailureBackoff.Parse(text)).Message);

    [Fact]
    public void Equal_is_what_waits_alike()
    {
        Assert.Equal(PodFailureBackoff.Kubernetes, new PodFailureBackoff());
        Assert.NotEqual(PodFailureBackoff.None, PodFailureBackoff.Kubernetes);
        Assert.NotEqual(PodFailureBackoff.Parse("delays=1s"), PodFailureBackoff.Parse("delays=2s"));
        Assert.NotEqual(PodFailureBackoff.Parse("delays=1s"), PodFailureBackoff.Kubernetes);
    }
}

using BatchJobs.Primitives;

namespace BatchJobs.Core.Tests.Primitives;

public class QuantityTests
{
    [Theory]
    // decimal
    [InlineData("0", "0")]
    [InlineData("0.5", "500m")]
    [InlineData("1500m", "1500m")]
    [InlineData("2000m", "2")]
    [InlineData("1000", "1k")]
    [InlineData("1.5G", "1500M")]
    [InlineData("-0.1", "-100m")]
    [InlineData("1n", "1n")]
    [InlineData("0.0000000001", "1n")]
    // binary
    [InlineData("1024Ki", "1Mi")]
    [InlineData("1536Mi", "1536Mi")]
    [InlineData("0.5Ki", "512")]
    [InlineData("1.5Gi", "1536Mi")]
    // exponents
    [InlineData("1e3", "1e3")]
    [InlineData("12E4", "120e3")]
    public void An_amount_is_written_in_its_shortest_form(string text, string canonical)
    {
        Assert.True(Quantity.TryParse(text, out Quantity quantity, out _));
        Assert.Equal(canonical, quantity.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("1x")]
    [InlineData("1ki")]
    [InlineData("1.2.3")]
    [InlineData("1 ")]
    [InlineData("1e1000")]
    public void What_is_no_amount_is_refused(string text)
    {
        Assert.False(Quantity.TryParse(text, out _, out string? error));
        Assert.NotEmpty(error);
    }

    [Theory]
    [InlineData("1", "1000m", 0)]
    [InlineData("1Ki", "1k", 1)]
    [InlineData("999m", "1", -1)]
    public void Amounts_compare_by_value(string one, string other, int order)
    {
        Assert.True(Quantity.TryParse(one, out Quantity first, out _));
        Assert.True(Quantity.TryParse(other, out Quantity second, out _));
        Assert.Equal(order, first.Nanos.CompareTo(second.Nanos));
    }
}

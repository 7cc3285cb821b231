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
    [InlineData("1.1Gi", "1181116006400m")]
    [InlineData("-1.3Ki", "-1331200m")]
    [InlineData("1023.5", "1023500m")]
    [InlineData("7Ei", "7Ei")]
    [InlineData("8Ei", "9223372036854775807")]
    [InlineData("-16Ei", "-9223372036854775807")]
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
    [InlineData("1.2.3", "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")]
    [InlineData("1.2.3Gi", "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")]
    [InlineData("1ki", "unable to parse quantity's suffix")]
    public void What_is_no_amount_is_refused_in_the_words_of_the_API_server(string text, string words)
    {
        Assert.False(Quantity.TryParse(text, out _, out string? error));
        Assert.Equal(words, error);
    }

    [Theory]
    [InlineData("1n", "1m")]
    [InlineData("0.0015", "2m")]
    [InlineData("-1u", "-1m")]
    [InlineData("1.7", "1700m")]
    [InlineData("1.3333Ki", "1365300m")]
    public void An_amount_is_rounded_to_thousandths(string text, string rounded)
    {
        Assert.True(Quantity.TryParse(text, out Quantity quantity, out _));
        Assert.Equal(rounded, quantity.Rounded.ToString());
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

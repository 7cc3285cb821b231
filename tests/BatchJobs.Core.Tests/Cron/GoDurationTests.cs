using BatchJobs.Primitives;

namespace BatchJobs.Core.Tests.Cron;

public class GoDurationTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("+0", 0)]
    [InlineData("1h30m", 5_400_000_000_000)]
    [InlineData("1.5h", 5_400_000_000_000)]
    [InlineData(".5s", 500_000_000)]
    [InlineData("5.s", 5_000_000_000)]
    [InlineData("-1.5ms", -1_500_000)]
    [InlineData("1us1\u00b5s1\u03bcs1ns", 3_001)]

    // Fractions are cut to the nanosecond; digits past 63 bits do not count.
    [InlineData("0.9999999999ns", 0)]
    [InlineData("0.333333333333333333333333333333333h", 1_200_000_000_000)]
    [InlineData("0.100000000000000000000h", 360_000_000_000)]

    // The ends of the range.
    [InlineData("9223372036854775807ns", long.MaxValue)]
    [InlineData("-9223372036854775808ns", long.MinValue)]
    [InlineData("2562047h47m16.854775807s", long.MaxValue)]
    public void Reads(string text, long expected)
    {
        Assert.True(GoDuration.TryParse(text, out var nanoseconds, out var error), error);
        Assert.Equal(expected, nanoseconds);
    }

    [Theory]

    // Not a number, or a number too large.
    [InlineData("", "time: invalid duration \"\"")]
    [InlineData("-", "time: invalid duration \"-\"")]
    [InlineData("h", "time: invalid duration \"h\"")]
    [InlineData(".h", "time: invalid duration \".h\"")]
    [InlineData(" 1h", "time: invalid duration \" 1h\"")]
    [InlineData("--1h", "time: invalid duration \"--1h\"")]
    [InlineData("1h-1m", "time: unknown unit \"h-\" in duration \"1h-1m\"")]
    [InlineData("2562048h", "time: invalid duration \"2562048h\"")]
    [InlineData("9223372036854775808ns", "time: invalid duration \"9223372036854775808ns\"")]
    [InlineData("2562047h48m", "time: invalid duration \"2562047h48m\"")]
    [InlineData("99999999999999999999s", "time: invalid duration \"99999999999999999999s\"")]

    // Units.
    [InlineData("5", "time: missing unit in duration \"5\"")]
    [InlineData("1h30", "time: missing unit in duration \"1h30\"")]
    [InlineData("1d", "time: unknown unit \"d\" in duration \"1d\"")]
    [InlineData("1H", "time: unknown unit \"H\" in duration \"1H\"")]
    [InlineData("1h 30m", "time: unknown unit \"h \" in duration \"1h 30m\"")]

    // Go's package time escapes byte by byte.
    [InlineData("1\u00e9", "time: unknown unit \"\\xc3\\xa9\" in duration \"1\\xc3\\xa9\"")]
    [InlineData("\"\t", "time: invalid duration \"\\\"\\x09\"")]
    public void Refuses_in_the_words_of_Go(string text, string message)
    {
        Assert.False(GoDuration.TryParse(text, out _, out var error));
        Assert.Equal(message, error);
    }
}

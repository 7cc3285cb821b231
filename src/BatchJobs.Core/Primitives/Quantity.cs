using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace BatchJobs.Primitives;

/// <summary>An amount such as <c>100m</c>, <c>1Gi</c> or <c>1e3</c>, exact to 10⁻⁹.</summary>
/// <remarks>Kubernetes: <c>resource.Quantity</c>.</remarks>
internal readonly record struct Quantity
{
    private const int Scale = 9;
    private const string DecimalUnits = "num kMGTPE";
    private const string BinaryUnits = "KMGTPE";

    private static readonly BigInteger[] Tens = [.. Enumerable.Range(0, 28).Select(exponent => BigInteger.Pow(10, exponent))];

    private static BigInteger One => Tens[Scale];

    private static BigInteger Milli => Tens[Scale - 3];

    /// <summary>The most that an amount with a binary unit can be.</summary>
    private static readonly BigInteger LargestBinary = long.MaxValue * One, SmallestBinary = -LargestBinary;

    private readonly Notation notation;

    private Quantity(BigInteger nanos, Notation notation)
    {
        Nanos = nanos;
        this.notation = notation;
    }

    private enum Notation
    {
        Decimal,
        Binary,
        Exponent,
    }

    /// <summary>The amount in billionths.</summary>
    public BigInteger Nanos { get; }

    /// <summary>Whether there is no fraction.</summary>
    public bool IsInteger => Nanos % One == 0;

    /// <summary>The amount in whole thousandths, rounded away from zero.</summary>
    public Quantity Rounded => new(AwayFromZero(Nanos, Milli) * Milli, notation);

    public static bool TryParse(string text, out Quantity quantity, [NotNullWhen(false)] out string? error)
    {
        quantity = default;
        error = null;
        if (NumberLength(text) is not { } length)
        {
            error = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
            return false;
        }

        if (Factor(text.AsSpan(length)) is not var (numberBase, exponent, notation) || !TryParseNumber(text.AsSpan(0, length), out BigInteger digits, out int decimals))
        {
            error = length < text.Length ? "unable to parse quantity's suffix" : "unable to parse numeric part of quantity";
            return false;
        }

        int tens = Scale - decimals + (numberBase == 10 ? exponent : 0);
        BigInteger numerator = numberBase == 10 ? digits : digits * BigInteger.Pow(numberBase, exponent);
        BigInteger nanos = tens >= 0 ? numerator * Ten(tens) : AwayFromZero(numerator, Ten(-tens));
        quantity = new Quantity(notation == Notation.Binary ? BigInteger.Clamp(nanos, SmallestBinary, LargestBinary) : nanos, notation);
        return true;
    }

    /// <summary>The shortest form without a fraction, in the notation the amount was written in; binary units are for whole numbers only.</summary>
    public override string ToString()
    {
        bool small = BigInteger.Abs(Nanos) < 1024 * One;
        return notation switch
        {
            Notation.Binary when !small && IsInteger => Binary(Nanos / One),
            Notation.Exponent => Decimal(exponent => exponent == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"e{exponent}"), int.MaxValue),
            _ => Decimal(exponent => exponent == 0 ? "" : DecimalUnits[(exponent + Scale) / 3].ToString(), 18),
        };
    }

    private static string Binary(BigInteger number)
    {
        int unit = -1;
        while (unit < BinaryUnits.Length - 1 && number % 1024 == 0)
        {
            number /= 1024;
            unit++;
        }

        return number.ToString(CultureInfo.InvariantCulture) + (unit < 0 ? "" : $"{BinaryUnits[unit]}i");
    }

    private string Decimal(Func<int, string> suffix, int maxExponent)
    {
        if (Nanos.IsZero)
        {
            return "0";
        }

        BigInteger number = Nanos;
        int exponent = -Scale;
        while (exponent < maxExponent && number % 1000 == 0)
        {
            number /= 1000;
            exponent += 3;
        }

        return number.ToString(CultureInfo.InvariantCulture) + suffix(exponent);
    }

    /// <summary>How long the number before the suffix is; null for what has not the form of a quantity.</summary>
    private static int? NumberLength(ReadOnlySpan<char> text)
    {
        int sign = text is ['+' or '-', ..] ? 1 : 0;
        int length = SkipDigits(text, sign);
        length = length < text.Length && text[length] == '.' ? SkipDigits(text, length + 1) : length;
        ReadOnlySpan<char> exponent = text[length..].TrimStart("eEinumkKMGTP");
        exponent = exponent is ['+' or '-', ..] ? exponent[1..] : exponent;
        return length > sign && exponent.IndexOfAnyExceptInRange('0', '9') < 0 ? length : null;
    }

    private static int SkipDigits(ReadOnlySpan<char> text, int start)
    {
        int digits = text[start..].IndexOfAnyExceptInRange('0', '9');
        return digits < 0 ? text.Length : start + digits;
    }

    private static BigInteger Ten(int exponent) => exponent < Tens.Length ? Tens[exponent] : BigInteger.Pow(10, exponent);

    private static (int NumberBase, int Exponent, Notation Notation)? Factor(ReadOnlySpan<char> suffix)
    {
        if (suffix.Length == 0)
        {
            return (10, 0, Notation.Decimal);
        }

        if (suffix.Length == 2 && suffix[1] == 'i' && BinaryUnits.IndexOf(suffix[0]) is >= 0 and int binary)
        {
            return (1024, binary + 1, Notation.Binary);
        }

        if (suffix is [not ' '] && DecimalUnits.IndexOf(suffix[0]) is >= 0 and int unit)
        {
            return (10, (unit * 3) - Scale, Notation.Decimal);
        }

        return suffix[0] is 'e' or 'E' && int.TryParse(suffix[1..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int exponent) && Math.Abs(exponent) <= 100
            ? (10, exponent, Notation.Exponent)
            : null;
    }

    private static bool TryParseNumber(ReadOnlySpan<char> text, out BigInteger digits, out int decimals)
    {
        int dot = text.IndexOf('.');
        decimals = dot < 0 ? 0 : text.Length - dot - 1;
        text = dot < 0 ? text : $"{text[..dot]}{text[(dot + 1)..]}";
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long few))
        {
            digits = few;
            return true;
        }

        return BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out digits);
    }

    private static BigInteger AwayFromZero(BigInteger numerator, BigInteger denominator)
    {
        var quotient = BigInteger.DivRem(numerator, denominator, out BigInteger remainder);
        return quotient + remainder.Sign;
    }
}

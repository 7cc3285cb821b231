using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace BatchJobs.Primitives;

/// <summary>An amount such as <c>100m</c>, <c>1Gi</c> or <c>1e3</c>, exact to 10⁻⁹.</summary>
/// <remarks>Kubernetes: <c>resource.Quantity</c>.</remarks>
internal readonly partial record struct Quantity
{
    private const int Scale = 9;
    private const string DecimalUnits = "num kMGTPE";
    private const string BinaryUnits = "KMGTPE";

    private static readonly BigInteger One = BigInteger.Pow(10, Scale);

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

    public static bool TryParse(string text, out Quantity quantity, [NotNullWhen(false)] out string? error)
    {
        quantity = default;
        error = null;
        Match match = Pattern.Match(text);
        if (!match.Success)
        {
            error = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
            return false;
        }

        if (Factor(match.Groups["suffix"].Value) is not var (numberBase, exponent, notation) || !TryParseNumber(match.Groups["number"].Value, out BigInteger digits, out int decimals))
        {
            error = match.Groups["suffix"].Length > 0 ? "unable to parse quantity's suffix" : "unable to parse quantity";
            return false;
        }

        BigInteger numerator = digits * One * (exponent > 0 ? BigInteger.Pow(numberBase, exponent) : 1);
        BigInteger denominator = BigInteger.Pow(10, decimals) * (exponent < 0 ? BigInteger.Pow(numberBase, -exponent) : 1);
        quantity = new Quantity(AwayFromZero(numerator, denominator), notation);
        return true;
    }

    /// <summary>The shortest form without a fraction, in the notation the amount was written in.</summary>
    public override string ToString()
    {
        bool small = BigInteger.Abs(Nanos) < 1024 * One;
        return notation switch
        {
            Notation.Binary when !small => Binary(AwayFromZero(Nanos, One)),
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

    private static (int NumberBase, int Exponent, Notation Notation)? Factor(string suffix)
    {
        if (suffix.Length == 0)
        {
            return (10, 0, Notation.Decimal);
        }

        if (suffix.Length == 2 && suffix[1] == 'i' && BinaryUnits.IndexOf(suffix[0], StringComparison.Ordinal) is >= 0 and int binary)
        {
            return (1024, binary + 1, Notation.Binary);
        }

        if (suffix.Length == 1 && suffix != " " && DecimalUnits.IndexOf(suffix[0], StringComparison.Ordinal) is >= 0 and int unit)
        {
            return (10, (unit * 3) - Scale, Notation.Decimal);
        }

        return suffix[0] is 'e' or 'E' && int.TryParse(suffix.AsSpan(1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int exponent) && Math.Abs(exponent) <= 100
            ? (10, exponent, Notation.Exponent)
            : null;
    }

    private static bool TryParseNumber(string text, out BigInteger digits, out int decimals)
    {
        int dot = text.IndexOf('.', StringComparison.Ordinal);
        decimals = dot < 0 ? 0 : text.Length - dot - 1;
        return BigInteger.TryParse(dot < 0 ? text : text.Remove(dot, 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out digits);
    }

    private static BigInteger AwayFromZero(BigInteger numerator, BigInteger denominator)
    {
        var quotient = BigInteger.DivRem(numerator, denominator, out BigInteger remainder);
        return quotient + remainder.Sign;
    }

    [GeneratedRegex(@"\A(?<number>[+-]?[0-9.]+)(?<suffix>[eEinumkKMGTP]*[-+]?[0-9]*)\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Pattern { get; }
}

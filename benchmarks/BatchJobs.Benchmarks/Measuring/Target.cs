using System.Globalization;

namespace BatchJobs.Benchmarks.Measuring;

/// <summary>A ratio or an amount that ours must or should reach.</summary>
/// <param name="Text">The target in words.</param>
/// <param name="Measured">What was measured of it; NaN when a contender is missing.</param>
/// <param name="Must">The bound that must hold.</param>
/// <param name="Aim">The bound that should hold; NaN for none.</param>
/// <param name="AtLeast">Whether the bounds are lower ones.</param>
internal sealed record Target(string Text, Func<Standing, double> Measured, double Must, double Aim = double.NaN, bool AtLeast = false)
{
    /// <summary>Our cost against that of another, at the most.</summary>
    public static Target TimesCostOf(string other, double must, double aim = double.NaN) => new(
        $"cost against {other}", standing => standing.Ours.Cost / standing[other].Cost, must, aim);

    /// <summary>How many times cheaper ours is than another, at the least.</summary>
    public static Target FasterThan(string other, double must, double aim = double.NaN) => new(
        $"times as fast as {other}", standing => standing[other].Cost / standing.Ours.Cost, must, aim, AtLeast: true);

    /// <summary>Bytes allocated for each item, at the most.</summary>
    public static Target Allocates(double must, double aim = double.NaN) => new(
        "bytes allocated per item", standing => standing.Ours.Allocated, must, aim);

    /// <summary>Our cost itself, at the most.</summary>
    public static Target Costs(string unit, double must, double aim = double.NaN) => new(unit, standing => standing.Ours.Cost, must, aim);

    public bool Holds(double measured, double bound) => AtLeast ? measured >= bound : measured <= bound;

    /// <summary>The verdict in the words of the report.</summary>
    public string Judge(double measured) =>
        double.IsNaN(measured) ? "not measured"
        : !Holds(measured, Must) ? "**missed**"
        : double.IsNaN(Aim) ? "met"
        : Holds(measured, Aim) ? "met, and the aim"
        : "met";

    public string Bound(double bound) => double.IsNaN(bound) ? "" : string.Create(CultureInfo.InvariantCulture, $"{(AtLeast ? ">=" : "<=")} {bound:0.##}");
}

using System.Globalization;

namespace BatchJobs.Testing.Comparison;

/// <summary>How far two times may be apart: a fixed part and a part of the time itself.</summary>
internal readonly record struct Tolerance(double Seconds, double Slope)
{
    /// <summary>What a real controller's delays and the recorder's polling add up to.</summary>
    public static Tolerance OfRecordings { get; } = new(1.5, 0.02);

    public double At(double time) => Seconds + (Slope * Math.Abs(time));

    public bool Covers(double? expected, double? actual) =>
        expected is null || actual is null ? expected is null && actual is null : Math.Abs(expected.Value - actual.Value) <= At(expected.Value);

    public static string Show(double? time) => time is { } known ? string.Create(CultureInfo.InvariantCulture, $"t={known:0.###}") : "never";
}

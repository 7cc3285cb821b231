using System.Globalization;

namespace WeatherReadings;

/// <summary>The lowest or highest temperature, and the day it was measured.</summary>
internal readonly record struct Extreme(decimal Celsius, string Date)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Celsius:F1} on {Date}");
}

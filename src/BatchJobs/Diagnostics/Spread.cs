using System.Diagnostics.Metrics;

namespace BatchJobs.Diagnostics;

/// <summary>A histogram whose listeners may throw: what they do not want to hear harms no Job.</summary>
internal readonly struct Spread(Histogram<double> histogram)
{
    public bool Enabled => histogram.Enabled;

    public void Record(double value, params ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        try
        {
            histogram.Record(value, tags);
        }
#pragma warning disable CA1031 // a measurement is worth having, but not worth losing a Job for
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }
}

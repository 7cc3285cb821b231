using System.Diagnostics.Metrics;

namespace BatchJobs.Diagnostics;

/// <summary>A counter whose listeners may throw: what they do not want to hear harms no Job.</summary>
internal readonly struct Tally(Counter<long> counter)
{
    public bool Enabled => counter.Enabled;

    public void Add(long amount, params ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        try
        {
            counter.Add(amount, tags);
        }
#pragma warning disable CA1031 // a measurement is worth having, but not worth losing a Job for
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }
}

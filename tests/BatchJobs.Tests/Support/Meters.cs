using System.Diagnostics.Metrics;

namespace BatchJobs.Tests.Support;

/// <summary>Listens to the meters of the engines it is given to, and to no others.</summary>
internal sealed class Meters : IMeterFactory
{
    private readonly Lock gate = new();
    private readonly List<(string Name, double Value, string Tags)> measurements = [];
    private readonly MeterListener listener = new();
    private readonly List<Meter> meters = [];

    public Meters(bool listening = true)
    {
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Scope == this)
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument.Name, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument.Name, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument.Name, value, tags));
        if (listening)
            listener.Start();
    }

    /// <summary>Whether it throws whatever it is told.</summary>
    public bool Fails { get; init; }

    /// <summary>What an instrument recorded, by tags in alphabetical order.</summary>
    public IReadOnlyDictionary<string, double> Sums(string name)
    {
        lock (gate)
            return measurements.Where(one => one.Name == name).GroupBy(one => one.Tags).ToDictionary(group => group.Key, group => group.Sum(one => one.Value));
    }

    public IReadOnlyList<double> Values(string name)
    {
        lock (gate)
            return [.. measurements.Where(one => one.Name == name).Select(one => one.Value)];
    }

    public int Count(string name, string tags)
    {
        lock (gate)
            return measurements.Count(one => one.Name == name && one.Tags == tags);
    }

    /// <summary>Asks the instruments that tell when they are asked.</summary>
    public void Observe() => listener.RecordObservableInstruments();

    public Meter Create(MeterOptions options)
    {
        options.Scope = this;
        var meter = new Meter(options);
        meters.Add(meter);
        return meter;
    }

    public void Dispose()
    {
        listener.Dispose();
        meters.ForEach(meter => meter.Dispose());
    }

    private void Add(string name, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (Fails)
            throw new NotSupportedException($"Nobody can count {name}.");
        string text = string.Join(' ', tags.ToArray().OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}"));
        lock (gate)
            measurements.Add((name, value, text));
    }
}

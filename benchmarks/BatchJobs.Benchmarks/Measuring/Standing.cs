namespace BatchJobs.Benchmarks.Measuring;

/// <summary>The medians of all rounds of a workload, by contender.</summary>
internal sealed class Standing(Workload workload)
{
    private readonly OrderedDictionary<string, List<Sample>> rounds = [];

    public Workload Workload => workload;

    /// <summary>How each contender was set up.</summary>
    public Dictionary<string, string> Setups { get; } = [];

    public IEnumerable<string> Names => rounds.Keys;

    /// <summary>The contender named first.</summary>
    public Sample Ours => this[rounds.Keys.First()];

    /// <summary>The medians of a contender; NaN for one that did not take part.</summary>
    public Sample this[string name] => rounds.TryGetValue(name, out List<Sample>? samples)
        ? new Sample(Median(samples, sample => sample.Cost), Median(samples, sample => sample.Allocated), Median(samples, sample => sample.Tail), Median(samples, sample => sample.Cpu))
        : new Sample(double.NaN, double.NaN);

    public void Add(string name, Sample sample)
    {
        if (!rounds.TryGetValue(name, out List<Sample>? samples))
        {
            rounds[name] = samples = [];
        }

        samples.Add(sample);
    }

    /// <summary>The least and the most a contender cost.</summary>
    public (double Least, double Most) Range(string name) => (rounds[name].Min(sample => sample.Cost), rounds[name].Max(sample => sample.Cost));

    private static double Median(List<Sample> samples, Func<Sample, double> choose)
    {
        double[] values = [.. samples.Select(choose).Order()];
        return values.Length % 2 == 1 ? values[values.Length / 2] : (values[(values.Length / 2) - 1] + values[values.Length / 2]) / 2;
    }
}

namespace BatchJobs.Testing.Comparison;

/// <summary>Collects differences.</summary>
internal sealed class Differences(Tolerance tolerance)
{
    private readonly List<Difference> found = [];

    public Tolerance Tolerance => tolerance;

    public IReadOnlyList<Difference> Found => found;

    public void Add(string path, string message) => found.Add(new Difference(path, message));

    public void AddRange(IEnumerable<Difference> differences) => found.AddRange(differences);

    public void Exact<T>(string path, T expected, T actual)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
            Add(path, $"expected {Show(expected)}, got {Show(actual)}");
    }

    public void Time(string path, double? expected, double? actual)
    {
        if (!tolerance.Covers(expected, actual))
            Add(path, $"expected {Tolerance.Show(expected)}, got {Tolerance.Show(actual)}");
    }

    private static string Show<T>(T value) => value switch
    {
        null => "nothing",
        string text => $"\"{text}\"",
        _ => value.ToString() ?? "",
    };
}

using System.Globalization;
using BatchJobs.Cli.Reporting;
using BatchJobs.Client;

namespace BatchJobs.Cli.Describing;

/// <summary>Lines of <c>describe</c>: a name, a colon, and what there is to say, in one column.</summary>
internal sealed class Description
{
    private const int Column = 31;

    private readonly List<string> lines = [];

    public IReadOnlyList<string> Lines => lines;

    public Description Field(string name, string? value)
    {
        if (value is not null)
        {
            lines.Add($"{name + ":",-Column}{PlainText.WithoutControls(value)}");
        }

        return this;
    }

    public Description Field(string name, long? value) => Field(name, value?.ToString(CultureInfo.InvariantCulture));

    public Description Field(string name, DateTimeOffset? value) => Field(name, value is { } time ? Time(time) : null);

    public Description Field(string name, IReadOnlyDictionary<string, string>? values)
    {
        if (values is not { Count: > 0 })
        {
            return Field(name, "<none>");
        }

        string label = name + ":";
        foreach ((string key, string value) in values.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            lines.Add($"{label,-Column}{key}={PlainText.WithoutControls(value)}");
            label = "";
        }

        return this;
    }

    /// <summary>A table under a heading; nothing if it has no rows.</summary>
    public Description Section(string heading, string[] header, IEnumerable<string[]> rows)
    {
        List<string[]> all = [header, .. rows];
        if (all.Count > 1)
        {
            lines.Add($"{heading}:");
            lines.AddRange(TextTable.Lines([.. all.Select(row => row.Select(PlainText.WithoutControls).ToArray())]).Select(line => $"  {line}"));
        }

        return this;
    }

    /// <summary>Events, which kubectl shows last, and says when there are none.</summary>
    public Description Events(IReadOnlyList<JobEventEntry> events, DateTimeOffset now) => events.Count == 0
        ? Field("Events", "<none>")
        : Section("Events", EventTable.Header, events.Select(entry => EventTable.Row(entry, now)));

    public static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString("ddd, dd MMM yyyy HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}

using System.Globalization;
using BatchJobs.Specs;

namespace BatchJobs.Watching;

/// <summary>Whether a Job meets a field selector.</summary>
/// <remarks>Kubernetes: <c>pkg/registry/batch/job JobToSelectableFields</c>.</remarks>
internal sealed class FieldSelection
{
    private readonly List<(string Field, bool Equal, string Value)> terms = [];

    /// <exception cref="ArgumentException">The selector can't be read, or names a field that can't be selected by.</exception>
    public FieldSelection(string? selector)
    {
        foreach (string term in (selector ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            terms.Add(Read(term, selector!));
        }
    }

    public bool Matches(Job job) => terms.TrueForAll(term => (Field(job, term.Field) == term.Value) == term.Equal);

    private static (string Field, bool Equal, string Value) Read(string term, string selector)
    {
        int sign = term.IndexOf('=', StringComparison.Ordinal);
        if (sign <= 0)
        {
            throw new ArgumentException($"invalid field selector: \"{selector}\": \"{term}\" is neither field=value nor field!=value", nameof(selector));
        }

        bool equal = term[sign - 1] != '!';
        string field = term[..(equal ? sign : sign - 1)].Trim();
        if (field is not ("metadata.name" or "metadata.namespace" or "status.successful"))
        {
            throw new ArgumentException($"field label \"{field}\" not supported for Job; known are metadata.name, metadata.namespace and status.successful", nameof(selector));
        }

        return (field, equal, term[(sign + 1)..].TrimStart('=').Trim());
    }

    private static string? Field(Job job, string field) => field switch
    {
        "metadata.name" => job.Metadata.Name,
        "metadata.namespace" => job.Metadata.Namespace,
        _ => (job.Status?.Succeeded ?? 0).ToString(CultureInfo.InvariantCulture),
    };
}

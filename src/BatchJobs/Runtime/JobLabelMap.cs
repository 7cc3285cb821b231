using System.Collections;
using System.Diagnostics.CodeAnalysis;
using BatchJobs.Validation;

namespace BatchJobs.Runtime;

/// <summary>The labels that every Job gives its pods, in the order of their keys; those of its selector if it has no name.</summary>
internal sealed class JobLabelMap(string? name, string uid) : IReadOnlyDictionary<string, string>
{
    public int Count => name is null ? 1 : 4;

    public IEnumerable<string> Keys => this.Select(label => label.Key);

    public IEnumerable<string> Values => this.Select(label => label.Value);

    public string this[string key] => TryGetValue(key, out string? value) ? value : throw new KeyNotFoundException($"There is no label {key}.");

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value)
    {
        value = key switch
        {
            JobLabels.ControllerUid => uid,
            JobLabels.LegacyControllerUid when name is not null => uid,
            JobLabels.JobName or JobLabels.LegacyJobName => name,
            _ => null,
        };
        return value is not null;
    }

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator()
    {
        yield return new(JobLabels.ControllerUid, uid);
        if (name is not null)
        {
            yield return new(JobLabels.JobName, name);
            yield return new(JobLabels.LegacyControllerUid, uid);
            yield return new(JobLabels.LegacyJobName, name);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

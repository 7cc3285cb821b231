using System.Collections;
using System.Globalization;

namespace BatchJobs.InProcess.Logs;

/// <summary>What every log entry of a body carries.</summary>
internal sealed class PodLogScope(PodContext pod) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public int Count => 4;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("Job", pod.Job.ToString()),
        1 => new("Pod", pod.PodName),
        2 => new("Index", pod.CompletionIndex),
        3 => new("Attempt", pod.Attempt),
        _ => throw new ArgumentOutOfRangeException(nameof(index), index, null),
    };

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Job:{pod.Job} Pod:{pod.PodName} Index:{pod.CompletionIndex} Attempt:{pod.Attempt}");
}

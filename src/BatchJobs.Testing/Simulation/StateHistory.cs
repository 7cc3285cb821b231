namespace BatchJobs.Testing.Simulation;

/// <summary>A history of states, without those that lasted less than half a second.</summary>
/// <typeparam name="T">The state; equal ones are merged.</typeparam>
internal sealed class StateHistory<T>
    where T : notnull
{
    private const double Settled = 0.5;

    private readonly List<(double At, T State)> entries = [];

    public void Add(double now, T state)
    {
        if (entries.Count > 0 && entries[^1].At == now)
            entries.RemoveAt(entries.Count - 1);
        if (entries.Count == 0 || !EqualityComparer<T>.Default.Equals(entries[^1].State, state))
            entries.Add((now, state));
    }

    public IEnumerable<(double At, T State)> Lasting()
    {
        (double At, T State)? last = null;
        for (int position = 0; position < entries.Count; position++)
        {
            double until = position + 1 < entries.Count ? entries[position + 1].At : double.MaxValue;
            bool lasts = until - entries[position].At >= Settled;
            if (lasts && (last is not { } before || !EqualityComparer<T>.Default.Equals(before.State, entries[position].State)))
            {
                last = entries[position];
                yield return entries[position];
            }
        }
    }
}

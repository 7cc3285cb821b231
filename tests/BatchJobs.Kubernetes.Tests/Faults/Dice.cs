namespace BatchJobs.Kubernetes.Tests.Faults;

/// <summary>Repeatable chance for many threads.</summary>
internal sealed class Dice(int seed)
{
    private readonly Lock gate = new();
    private readonly Random random = new(seed);

    public int Next(int sides)
    {
        lock (gate)
        {
            return random.Next(sides);
        }
    }
}

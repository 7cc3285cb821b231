namespace BatchJobs.CrashHost;

/// <summary>What outlives the process beside its stores: which Jobs were promised, and what should not have happened.</summary>
internal sealed class Journal(string folder)
{
    private readonly Lock gate = new();

    public IReadOnlySet<string> Promised => File.Exists(PromisedFile) ? File.ReadAllLines(PromisedFile).ToHashSet(StringComparer.Ordinal) : new HashSet<string>(StringComparer.Ordinal);

    private string PromisedFile => Path.Combine(folder, "promised.txt");

    public void Promise(string job)
    {
        lock (gate)
        {
            File.AppendAllText(PromisedFile, job + "\n");
        }
    }

    public void Violation(string text)
    {
        lock (gate)
        {
            File.AppendAllText(Path.Combine(folder, "violations.txt"), text + "\n");
        }
    }
}

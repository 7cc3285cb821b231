namespace BatchJobs.Processes.Tests.Infrastructure;

/// <summary>Runs what depends on chance, and names the seed when it fails.</summary>
internal static class Seeded
{
    internal static async Task RunAsync(int seed, Func<Random, Task> test)
    {
        try
        {
            await test(new Random(seed));
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"Failed with the seed {seed}: {error.Message}", error);
        }
    }
}

using System.Globalization;

namespace BatchJobs.Sqlite.Tests.Crashes;

/// <summary>A program that runs fifty Jobs is killed again and again, and every Job ends as if it had not been.</summary>
public class KillTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>More for a long night: <c>BATCHJOBS_KILLS=5000</c>.</summary>
    private static int Kills { get; } = int.TryParse(Environment.GetEnvironmentVariable("BATCHJOBS_KILLS"), CultureInfo.InvariantCulture, out int kills) ? kills : 100;

    [Fact]
    public async Task A_program_that_is_killed_at_random_instants_ends_its_Jobs_as_one_that_is_not()
    {
        int seed = Environment.TickCount;
        var random = new Random(seed);
        string[] calm = await RunCalmlyAsync();
        int kills = 0;
        int rounds = 0;
        for (; kills < Kills; rounds++)
        {
            using var round = new HostRound();
            while (kills < Kills && await KillOnceAsync(round, random))
            {
                kills++;
                await NoOrphansAsync(round);
            }

            using HostProcess last = round.Start();
            Assert.Equal(calm, await last.EndAsync().WaitAsync(Patience));
            Assert.Equal("", round.Violations);
            await NoOrphansAsync(round);
        }

        output.WriteLine($"{kills} kills in {rounds} rounds; seed {seed}");
    }

    private static async Task<string[]> RunCalmlyAsync()
    {
        using var round = new HostRound();
        using HostProcess host = round.Start();
        string[] end = await host.EndAsync().WaitAsync(Patience);
        Assert.Equal(50, end.Length);
        Assert.Equal("", round.Violations);
        return end;
    }

    /// <summary>Half of the kills come while the program starts and takes up its Jobs, half while it runs them; half of its lives let pods run ahead of the store.</summary>
    /// <returns>false if the program was done before.</returns>
    private static async Task<bool> KillOnceAsync(HostRound round, Random random)
    {
        using HostProcess host = round.Start(lagMilliseconds: 10 * random.Next(2));
        if (random.Next(2) == 0)
        {
            await host.Opened.WaitAsync(Patience);
        }

        // Not to let anything happen: the instant itself is what is random.
        await Task.Delay(random.Next(400));
        return await host.KillAsync();
    }

    private static async Task NoOrphansAsync(HostRound round)
    {
        // The kernel kills a group the moment its engine dies; the process stays visible until it has been taken off the processor.
        DateTime deadline = DateTime.UtcNow + TimeSpan.FromSeconds(30);
        while (round.CountOrphans() > 0)
        {
            Assert.True(DateTime.UtcNow < deadline, "Processes of pods have outlived their engine.");
            await Task.Yield();
        }
    }
}

using System.Globalization;
using BatchJobs.Processes.Tests.Infrastructure;

namespace BatchJobs.Processes.Tests;

/// <summary>An application with a store is killed at random moments; in the end nothing is lost, nothing is counted twice, and nothing lives.</summary>
[Collection(nameof(ScaleTests))]
public sealed class KilledEngineTests : IDisposable
{
    private const int Jobs = 20;
    private const int Completions = 100;
    private const int Kills = 10;

    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    private string Ledger => Path.Combine(folder, "ledger");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public Task Two_thousand_pods_are_accounted_for_once_although_the_application_is_killed_ten_times() => Seeded.RunAsync(20261123, KillAsync);

    private async Task KillAsync(Random random)
    {
        for (var kill = 1; kill <= Kills; kill++)
        {
            using var application = Start(adopt: random.Next(2) == 0);
            await application.LineAsync("working");
            var next = (Jobs * Completions * (kill - 1) / (Kills + 1)) + random.Next(Jobs * Completions / (Kills + 1));
            await ProcessTable.UntilAsync(() => Begun() >= next);
            await application.KillAsync();
        }

        using var last = Start(adopt: false);
        for (var job = 0; job < Jobs; job++)
        {
            Assert.Equal(Expected(job), await last.LineAsync("job"));
        }

        await last.LineAsync("done");
        await last.ExitAsync();
        var ended = (await File.ReadAllLinesAsync(Ledger)).Where(line => line.StartsWith("end ", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(Jobs * Completions * 8 / 10, ended.Count); // what is said to have succeeded has
        var executor = await File.ReadAllTextAsync(Path.Combine(folder, "state", "executor"));
        await ProcessTable.UntilAsync(() => ProcessTable.CarriersOf(executor).Count == 0);
    }

    private Application Start(bool adopt) => Application.Start(
        "host", folder, adopt ? "adopt" : "kill", Jobs.ToString(CultureInfo.InvariantCulture), Completions.ToString(CultureInfo.InvariantCulture));

    private int Begun() => File.Exists(Ledger) ? File.ReadLines(Ledger).Count(line => line.StartsWith("start ", StringComparison.Ordinal)) : 0;

    private static string Expected(int job)
    {
        static bool Fails(int index) => index % 10 is 3 or 7;
        var failed = string.Join(',', Enumerable.Range(0, Completions).Where(Fails));
        var completed = string.Join(',', Enumerable.Range(0, Completions / 10).SelectMany(ten => ten == 0 ? new[] { "0-2" } : [$"{(ten * 10) - 2}-{(ten * 10) + 2}"])
            .Concat(["98,99"]).Zip(Enumerable.Range(0, (Completions / 10) + 1), (range, ten) => ten < Completions / 10 ? $"{range},{(ten * 10) + 4}-{(ten * 10) + 6}" : range));
        return $"job{job} succeeded={Completions * 8 / 10} failed={Completions * 2 / 10} active= indexes={completed} not={failed}";
    }
}

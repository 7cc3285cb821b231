using System.Diagnostics;
using System.Globalization;
using CliWrap;

namespace BatchJobs.Benchmarks.Spawning;

/// <summary>Ways to run <c>/bin/true</c> many times, some at the same time.</summary>
internal static class SpawnContenders
{
    internal const string Baseline = "posix_spawn in C";
    private const string True = "/bin/true";

    /// <summary>Each makes, for so many at a time and given the program of the baseline, what runs a number of programs.</summary>
    private static readonly (string Name, Func<int, string, Func<int, Task>> Make)[] All =
    [
        (Baseline, (parallelism, baseline) => count => ToEndAsync(baseline, count.ToString(CultureInfo.InvariantCulture), parallelism.ToString(CultureInfo.InvariantCulture))),
        ("BatchJobs.Processes", (parallelism, _) => new PodSpawner(parallelism).RunAsync),
        ("the same without logs", (parallelism, _) => new PodSpawner(parallelism, captureOutput: false).RunAsync),
        ("Process", (parallelism, _) => count => InTurnsAsync(count, parallelism, StartAsync)),
        ("CliWrap", (parallelism, _) => count => InTurnsAsync(count, parallelism, async () => await Cli.Wrap(True).ExecuteAsync())),
        ("xargs -P", (parallelism, _) => count => ToEndAsync("/bin/sh", "-c", $"seq {count} | xargs -P {parallelism} -n 1 {True}")),
    ];

    /// <summary>The names of all there are here.</summary>
    internal static IEnumerable<string> Names(bool hasBaseline) => All.Select(contender => contender.Name).Where(name => hasBaseline || name != Baseline);

    /// <summary>What runs a number of programs.</summary>
    internal static Func<int, Task> Find(string name, int parallelism, string baseline) => Array.Find(All, contender => contender.Name == name) is { Make: { } make }
        ? make(parallelism, baseline)
        : throw new ArgumentException($"There is no contender {name}.", nameof(name));

    /// <summary>Makes the program everybody is compared with.</summary>
    /// <returns>Whether there is a compiler.</returns>
    internal static async Task<bool> TryCompileAsync(string program)
    {
        try
        {
            await ToEndAsync("cc", "-O2", "-pthread", "-o", program, Path.Combine(AppContext.BaseDirectory, "Spawning", "spawn.c"));
            return true;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static async Task InTurnsAsync(int count, int parallelism, Func<Task> run)
    {
        async Task WorkAsync()
        {
            while (Interlocked.Decrement(ref count) >= 0) await run();
        }

        await Task.WhenAll(Enumerable.Range(0, parallelism).Select(_ => Task.Run(WorkAsync)));
    }

    private static async Task StartAsync()
    {
        using var process = Process.Start(True);
        await process.WaitForExitAsync();
    }

    private static async Task ToEndAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} failed.");
    }
}

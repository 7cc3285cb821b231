using System.Diagnostics;
using System.Globalization;
using CliWrap;

namespace BatchJobs.Benchmarks.Spawning;

/// <summary>Ways to run <c>/bin/true</c> many times, some at the same time.</summary>
internal static class SpawnContenders
{
    internal const string Baseline = "posix_spawn in C";
    private const string True = "/bin/true";

    /// <summary>All there are here: name and what runs a number of programs.</summary>
    internal static async Task<IReadOnlyList<(string Name, Func<int, Task> Run)>> FindAsync(string folder, int parallelism)
    {
        var pods = new PodSpawner(parallelism);
        var contenders = new List<(string, Func<int, Task>)>
        {
            ("BatchJobs.Processes", pods.RunAsync),
            ("Process", count => InTurnsAsync(count, parallelism, StartAsync)),
            ("CliWrap", count => InTurnsAsync(count, parallelism, async () => await Cli.Wrap(True).ExecuteAsync())),
            ("xargs -P", count => ToEndAsync("/bin/sh", "-c", $"seq {count} | xargs -P {parallelism} -n 1 {True}")),
        };
        var program = Path.Combine(folder, "spawn");
        var source = Path.Combine(AppContext.BaseDirectory, "Spawning", "spawn.c");
        if (await TryCompileAsync(source, program))
        {
            contenders.Insert(0, (Baseline, count => ToEndAsync(program, count.ToString(CultureInfo.InvariantCulture), parallelism.ToString(CultureInfo.InvariantCulture))));
        }

        return contenders;
    }

    private static async Task<bool> TryCompileAsync(string source, string program)
    {
        try
        {
            await ToEndAsync("cc", "-O2", "-pthread", "-o", program, source);
            return true;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // no compiler
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

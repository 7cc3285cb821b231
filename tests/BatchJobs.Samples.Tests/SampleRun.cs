using System.Diagnostics;

namespace BatchJobs.Samples.Tests;

/// <summary>A sample, run as its reader would: as a process with the sample's folder as working directory.</summary>
internal static class SampleRun
{
    private static readonly string Here = Path.Combine("tests", "BatchJobs.Samples.Tests");

    /// <summary>Runs a sample to its end.</summary>
    /// <returns>What it wrote.</returns>
    public static async Task<string> OutputOfAsync(string sample, params IReadOnlyList<string> args)
    {
        (int exitCode, string all) = await EndOfAsync(sample, args);
        Assert.True(exitCode == 0, $"{sample} ended with exit code {exitCode}:\n{all}");
        return all;
    }

    /// <summary>Runs a sample to its end, whatever that is.</summary>
    /// <returns>Its exit code, and what it wrote.</returns>
    public static async Task<(int ExitCode, string Output)> EndOfAsync(string sample, params IReadOnlyList<string> args)
    {
        using Process process = Start(sample, args);
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await errors);
    }

    /// <summary>Starts a sample; whoever does that has to read its output and to end it.</summary>
    public static Process Start(string sample, params IReadOnlyList<string> args)
    {
        string built = AppContext.BaseDirectory.Replace(Here, Path.Combine("samples", sample), StringComparison.Ordinal);
        return Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(built, $"{sample}.dll"), .. args])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = built[..built.IndexOf($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal)],
        })!;
    }
}

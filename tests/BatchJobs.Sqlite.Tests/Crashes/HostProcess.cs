using System.Diagnostics;
using System.Globalization;
using BatchJobs.Sqlite.Tests.Support;

namespace BatchJobs.Sqlite.Tests.Crashes;

/// <summary>A round of the program that is killed and started again, over stores of its own.</summary>
internal sealed class HostRound : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string anchor = DateTimeOffset.UtcNow.UtcTicks.ToString(CultureInfo.InvariantCulture);
    private readonly string mark = Guid.NewGuid().ToString();

    /// <summary>What should not have happened.</summary>
    public string Violations => System.IO.File.Exists(folder["violations.txt"]) ? System.IO.File.ReadAllText(folder["violations.txt"]) : "";

    public string File(string name) => folder[name];

    public HostProcess Start(int lagMilliseconds = 0) => new(folder[""], anchor, mark, lagMilliseconds.ToString(CultureInfo.InvariantCulture));

    /// <summary>Processes that pods were and that nobody has ended.</summary>
    public int CountOrphans() => Directory.EnumerateDirectories("/proc").Count(process =>
    {
        try
        {
            return int.TryParse(Path.GetFileName(process), CultureInfo.InvariantCulture, out _) && System.IO.File.ReadAllText(Path.Combine(process, "environ")).Contains(mark, StringComparison.Ordinal);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    });

    public void Dispose() => folder.Dispose();
}

/// <summary>One life of the program.</summary>
internal sealed class HostProcess : IDisposable
{
    private readonly Process process;
    private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> lines = [];
    private readonly Task reading;

    public HostProcess(params string[] arguments)
    {
        process = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "BatchJobs.CrashHost"), arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        reading = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
    }

    public int Id => process.Id;

    /// <summary>Ends when the program has taken up its Jobs, or has ended before.</summary>
    public Task Opened => Task.WhenAny(opened.Task, reading);

    /// <summary>What the program says of its Jobs, in order.</summary>
    public async Task<string[]> EndAsync()
    {
        await reading;
        await process.WaitForExitAsync();
        lock (lines)
        {
            Assert.True(process.ExitCode == 0 && lines.Contains("done"), $"The program ended with {process.ExitCode}:\n{string.Join('\n', lines)}");
            return [.. lines.Where(line => line is not ("open" or "done")).Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>Kills the program as it stands.</summary>
    /// <returns>false if it had ended by itself.</returns>
    public async Task<bool> KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        return process.ExitCode != 0;
    }

    public void Dispose() => process.Dispose();

    private async Task ReadAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            lock (lines)
            {
                lines.Add(line);
            }

            if (line == "open")
            {
                opened.TrySetResult();
            }
        }
    }
}

using System.Diagnostics;

namespace BatchJobs.Processes.Tests.Infrastructure;

/// <summary>Another application with an executor of its own, to be killed.</summary>
internal sealed class Application : IDisposable
{
    private readonly Process process;

    private Application(Process process) => this.process = process;

    /// <summary>Starts the test program.</summary>
    internal static Application Start(params string[] arguments) => Run(Bench.Program, arguments);

    /// <summary>Starts the test program as somebody who sits at a terminal would.</summary>
    internal static Application StartInTerminal(params string[] arguments) =>
        Run(TerminalFactAttribute.Script, "--quiet", "--command", $"{Bench.Program} {string.Join(' ', arguments)}", "/dev/null");

    /// <summary>Waits until it writes a line that starts so.</summary>
    internal async Task<string> LineAsync(string start)
    {
        using var giveUp = new CancellationTokenSource(Patience.Time);
        while (await process.StandardOutput.ReadLineAsync(giveUp.Token) is { } line)
        {
            if (line.StartsWith(start, StringComparison.Ordinal)) return line;
        }

        throw new InvalidOperationException($"The application ended without a line '{start}'.");
    }

    /// <summary>SIGKILL, to this process alone.</summary>
    internal async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Waits until it has ended by itself, and well.</summary>
    internal async Task ExitAsync()
    {
        using var giveUp = new CancellationTokenSource(Patience.Time);
        await process.WaitForExitAsync(giveUp.Token);
        Assert.Equal(0, process.ExitCode);
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
    }

    private static Application Run(string program, params string[] arguments) => new(Process.Start(new ProcessStartInfo(program, arguments)
    {
        RedirectStandardOutput = true,
        RedirectStandardInput = true,
        UseShellExecute = false,
    })!);
}

using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;

namespace BatchJobs.Cli.Tests.Support;

/// <summary>The command on a terminal of its own, with a person before it.</summary>
internal sealed partial class TerminalRun : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly StringBuilder shown = new();
    private readonly Process process;

    private TerminalRun(Process process) => this.process = process;

    /// <param name="store">The store it works on.</param>
    /// <param name="rows">The height of the terminal.</param>
    /// <param name="arguments">What is typed after the name of the command.</param>
    public static TerminalRun Start(string store, int rows, string arguments)
    {
        // script gives what it runs a terminal, and passes on what it reads as if it were typed there.
        string command = FormattableString.Invariant($"stty rows {rows} cols 120; exec dotnet '{Path.Combine(AppContext.BaseDirectory, "BatchJobs.Cli.dll")}' {arguments}");
        ProcessStartInfo start = new("script", ["-qec", command, "/dev/null"]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["BATCHJOBS_STORE"] = store;
        start.Environment["TERM"] = "xterm-256color";
        start.Environment.Remove("NO_COLOR");
        start.Environment.Remove("CI");
        return new TerminalRun(Process.Start(start)!);
    }

    /// <summary>Looks until something has been shown.</summary>
    /// <param name="pattern">A regular expression for it.</param>
    /// <returns>All that was shown so far, without colours and movements.</returns>
    public async Task<string> SeeAsync([StringSyntax(StringSyntaxAttribute.Regex)] string pattern)
    {
        char[] buffer = new char[4096];
        while (!Regex.IsMatch(Text(), pattern, RegexOptions.None, Patience))
        {
            int length = await process.StandardOutput.ReadAsync(buffer).AsTask().WaitAsync(Patience);
            Assert.True(length > 0, $"the terminal never showed \"{pattern}\":\n{Text()}");
            shown.Append(buffer, 0, length);
        }

        return Text();
    }

    public async Task<int> PressControlCAsync()
    {
        await process.StandardInput.WriteAsync('\x03');
        await process.StandardInput.FlushAsync();
        shown.Append(await process.StandardOutput.ReadToEndAsync().WaitAsync(Patience));
        await process.WaitForExitAsync().WaitAsync(Patience);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    private string Text() => Control().Replace(shown.ToString(), "");

    [GeneratedRegex(@"\e\[[0-9;?]*[A-Za-z]", RegexOptions.None, 1000)]
    private static partial Regex Control();
}

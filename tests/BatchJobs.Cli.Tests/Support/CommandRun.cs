using System.Diagnostics;
using System.Runtime.InteropServices;

namespace BatchJobs.Cli.Tests.Support;

/// <summary>The built command as a process of its own, with its output line by line as it comes.</summary>
internal sealed partial class CommandRun : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly LineLog output;
    private readonly LineLog error;

    private CommandRun(Process process)
    {
        this.process = process;
        output = new LineLog(process.StandardOutput);
        error = new LineLog(process.StandardError);
    }

    private static string Program => Path.Combine(AppContext.BaseDirectory, "BatchJobs.Cli.dll");

    public static CommandRun Start(string[] arguments, string? standardInput = null, string? directory = null, IReadOnlyDictionary<string, string?>? environment = null) =>
        Start("dotnet", [Program, .. arguments], standardInput, directory, environment);

    /// <summary>Starts a shell script in which <c>"$@"</c> is the command.</summary>
    public static CommandRun StartInShell(string script, string[] arguments, IReadOnlyDictionary<string, string?>? environment = null) =>
        Start("sh", ["-c", script, "sh", "dotnet", Program, .. arguments], environment: environment);

    private static CommandRun Start(string program, string[] arguments, string? standardInput = null, string? directory = null, IReadOnlyDictionary<string, string?>? environment = null)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory ?? Repository.Root,
        };
        foreach ((string name, string? value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        Process started = Process.Start(start)!;
        started.StandardInput.Write(standardInput);
        started.StandardInput.Close();
        return new CommandRun(started);
    }

    public static async Task<CommandResult> RunAsync(params string[] arguments)
    {
        await using CommandRun run = Start(arguments);
        return await run.ResultAsync();
    }

    public static async Task<CommandResult> RunWithInputAsync(string standardInput, params string[] arguments)
    {
        await using CommandRun run = Start(arguments, standardInput);
        return await run.ResultAsync();
    }

    /// <summary>Waits until a line of standard output contains a text.</summary>
    public Task<string> OutputLineAsync(string text) => output.WaitForAsync(line => line.Contains(text, StringComparison.Ordinal)).WaitAsync(Patience);

    /// <summary>Waits until a line of standard error contains a text.</summary>
    public Task<string> ErrorLineAsync(string text) => error.WaitForAsync(line => line.Contains(text, StringComparison.Ordinal)).WaitAsync(Patience);

    public async Task<CommandResult> ResultAsync()
    {
        IReadOnlyList<string> outputLines = await output.AllAsync().WaitAsync(Patience);
        IReadOnlyList<string> errorLines = await error.AllAsync().WaitAsync(Patience);
        await process.WaitForExitAsync().WaitAsync(Patience);
        return new CommandResult(process.ExitCode, outputLines, errorLines);
    }

    public void Signal(PosixSignal signal) =>
        Assert.Equal(0, Kill(process.Id, signal switch
        {
            PosixSignal.SIGHUP => 1,
            PosixSignal.SIGINT => 2,
            PosixSignal.SIGTERM => 15,
            _ => throw new ArgumentOutOfRangeException(nameof(signal)),
        }));

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int processId, int signal);
}

/// <summary>What a finished command left: its exit code and its lines.</summary>
internal sealed record CommandResult(int ExitCode, IReadOnlyList<string> Output, IReadOnlyList<string> Error)
{
    public string OutputText => string.Join('\n', Output);

    public string ErrorText => string.Join('\n', Error);

    /// <summary>Asserts the exit code and shows all output when it is another one.</summary>
    public CommandResult Exited(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"exit code {ExitCode} instead of {exitCode}\n--- output\n{OutputText}\n--- error\n{ErrorText}");
        return this;
    }
}

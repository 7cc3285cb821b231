using System.Runtime.InteropServices;

namespace BatchJobs.Cli.Tests.Support;

/// <summary>A store in a folder of the test's own, and commands on it.</summary>
internal sealed class StoreBench : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private CommandRun? server;

    public string Folder => folder.Path;

    public string Store => Path.Combine(folder.Path, "jobs.db");

    public string Write(string name, string content) => folder.Write(name, content);

    /// <summary>Starts an engine in a process of its own.</summary>
    public async Task ServeAsync()
    {
        server = Start("serve");
        await server.OutputLineAsync("serving ");
    }

    /// <summary>Stops it as Ctrl-C does.</summary>
    public async Task<CommandResult> StopAsync()
    {
        server!.Signal(PosixSignal.SIGTERM);
        CommandResult result = await server.ResultAsync();
        server = null;
        return result;
    }

    private Dictionary<string, string?> Environment => new() { ["BATCHJOBS_STORE"] = Store };

    public CommandRun Start(params string[] arguments) => CommandRun.Start(arguments, directory: Folder, environment: Environment);

    /// <summary>Runs a shell script in which <c>"$@"</c> is the command.</summary>
    public async Task<CommandResult> ShellAsync(string script, params string[] arguments)
    {
        await using CommandRun run = CommandRun.StartInShell(script, arguments, Environment);
        return await run.ResultAsync();
    }

    public async Task<CommandResult> RunAsync(params string[] arguments)
    {
        await using CommandRun run = Start(arguments);
        return await run.ResultAsync();
    }

    /// <summary>Creates a Job whose pods run a script.</summary>
    public async Task CreateAsync(string name, string script, string spec = "backoffLimit: 0", string podSpec = "terminationGracePeriodSeconds: 1") =>
        (await RunAsync("create", "-f", Write($"{name}.yaml", ShellJob.Manifest(name, script, spec, podSpec)))).Exited(0);

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
        }

        folder.Dispose();
    }
}

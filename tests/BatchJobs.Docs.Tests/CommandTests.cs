using System.Diagnostics;

namespace BatchJobs.Docs.Tests;

/// <summary>Every command line of a page is run: here as it stands, or by somebody who is named in <see cref="RunElsewhere"/>.</summary>
public sealed class CommandTests : IDisposable
{
    private const string Job = """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: greeting, labels: {team: red}}
        spec:
          completionMode: Indexed
          completions: 2
          template:
            spec:
              restartPolicy: Never
              containers: [{name: main, image: busybox, command: [sh, -c, echo hello $JOB_COMPLETION_INDEX]}]
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("batchjobs-docs-").FullName;

    public static TheoryData<string, string> Blocks { get; } =
        [.. from page in Pages.All from block in Pages.Blocks(page, "console") select new TheoryDataRow<string, string>(page, block)];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Blocks))]
    public async Task The_command_lines_of_a_page_work(string page, string block)
    {
        string[] here = [.. Lines(block).Where(line => RunElsewhere.Find(line) is null)];
        Assert.All(here, line => Assert.True(Runs(line), $"{page}: nobody runs \"{line}\"; RunElsewhere is for lines that can't be run here"));
        if (here.Length > 0)
        {
            await RunAsync(page, here);
        }
    }

    /// <summary>Who has but the package has no samples.</summary>
    [Fact]
    public void The_page_of_the_command_needs_no_file_that_it_does_not_show()
    {
        const string Page = "src/BatchJobs.Cli/README.md";
        string[] shown = [.. Pages.Files(Page).Select(file => file.Name)];
        IEnumerable<string> wanted = Pages.Blocks(Page, "console").SelectMany(Lines).Select(line => line.Split(' ')).Where(words => words.Contains("-f") && words[0] == "batchjobs").Select(words => words[Array.IndexOf(words, "-f") + 1]);

        Assert.Superset(wanted.ToHashSet(StringComparer.Ordinal), shown.ToHashSet(StringComparer.Ordinal));
        Assert.NotEmpty(wanted);
    }

    [Fact]
    public void Those_who_run_the_others_do_so()
    {
        string[] lines = [.. Blocks.SelectMany(block => Lines(block.Data.Item2))];
        Assert.All(RunElsewhere.Lines, run =>
        {
            Assert.Contains(run.Line, lines);
            Assert.Contains(run.Words, File.ReadAllText(Path.Combine(Pages.Root, run.File)), StringComparison.Ordinal);
        });
    }

    private static IEnumerable<string> Lines(string block) =>
        block.Replace("\\\n", "", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(line => !line.StartsWith('#'));

    private static bool Runs(string line) => line.Split(' ')[0] is "batchjobs" or "export" or "sqlite3" or "rm" or "kill";

    /// <summary>Runs lines as somebody would type them, in a folder that has what they speak of.</summary>
    private async Task RunAsync(string page, string[] lines)
    {
        Directory.CreateSymbolicLink(Path.Combine(folder, "samples"), Path.Combine(Pages.Root, "samples"));
        await File.WriteAllTextAsync(Path.Combine(folder, "job.yaml"), Job, TestContext.Current.CancellationToken);
        File.Copy(Path.Combine(Pages.Root, "samples/scenarios/flaky-network.json"), Path.Combine(folder, "scenario.json"));
        File.Copy(Path.Combine(Pages.Root, "samples/manifests/nightly-report.yaml"), Path.Combine(folder, "nightly.yaml"));
        foreach ((string name, string text) in Pages.Files(page))
        {
            await File.WriteAllTextAsync(Path.Combine(folder, name), text, TestContext.Current.CancellationToken);
        }

        string program = Path.Combine(folder, "batchjobs");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\nexec dotnet {Path.Combine(AppContext.BaseDirectory, "BatchJobs.Cli.dll")} \"$@\"\n", TestContext.Current.CancellationToken);

        // Somebody who types takes longer than an engine takes to open its store; a script has to look for it.
        IEnumerable<string> script = lines.Select(line => line.EndsWith('&') ? $"{line}\nserver=$!\nuntil [ -S jobs.db.sock ]; do kill -0 $server; sleep 0.05; done" : line);
        var start = new ProcessStartInfo("/bin/sh", ["-ec", $"chmod u+x batchjobs\nserver=; trap '[ -z $server ] || kill $server; wait' EXIT\n{string.Join('\n', script)}\n"])
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}";
        using Process shell = Process.Start(start)!;
        Task<string> errors = shell.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(shell.ExitCode == 0, $"{string.Join('\n', lines)}\nended with {shell.ExitCode}:\n{output}\n{await errors}");
    }
}

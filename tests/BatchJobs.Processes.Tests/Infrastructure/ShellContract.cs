using System.Text.Json;
using BatchJobs.Specs;
using BatchJobs.Testing.Xunit;

namespace BatchJobs.Processes.Tests.Infrastructure;

/// <summary>The contract with pods that are shells; each leaves a file named by its process, which shows whether it lives.</summary>
public abstract class ShellContract : PodExecutorContract
{
    private const string Mark = "echo > $MARKS/$$$$; "; // a container command writes $ as $$

    private readonly DirectoryInfo marks = Directory.CreateTempSubdirectory("batchjobs-contract-");

    protected override ValueTask<int> CountLivingAsync() =>
        new(marks.EnumerateFiles().Count(mark => int.TryParse(mark.Name, out int process) && ProcessTable.IsAlive(process)));

    protected override PodSpec Exits(int exitCode, TimeSpan after) => Shell(after == TimeSpan.Zero ? $"exit {exitCode}" : $"sleep {after.TotalSeconds}; exit {exitCode}");

    protected override PodSpec RunsUntilStopped() => Shell("exec sleep 100000");

    protected override PodSpec IgnoresStop() => Shell("while :; do sleep 100; done", before: "trap '' TERM; ");

    protected override PodSpec CanNotRun() => new() { Containers = [new Container { Name = "main", Command = ["/there/is/no/such/program"] }] };

    protected override PodSpec FailsThenSucceeds(int times, int exitCode) =>
        Shell($"echo >> $MARKS/starts; test $(wc -l < $MARKS/starts) -gt {times} || exit {exitCode}");

    protected override PodSpec Prints(IReadOnlyList<string> lines) => Shell("""for line; do printf '%s\n' "$line"; done""", arguments: lines);

    protected override PodSpec GetsReadyLate()
    {
        var spec = Shell("sleep 0.1; echo > $MARKS/ready; exec sleep 100000");
        var probe = $$"""{"exec":{"command":["test","-e","{{Path.Combine(marks.FullName, "ready")}}"]},"periodSeconds":1}""";
        return spec with { Containers = [spec.Containers![0] with { ReadinessProbe = JsonElement.Parse(probe) }] };
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        marks.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    private PodSpec Shell(string script, string before = "", IReadOnlyList<string>? arguments = null) => new()
    {
        Containers =
        [
            new Container
            {
                Name = "main",
                Command = ["/bin/sh", "-c", before + Mark + script, "sh", .. arguments ?? []],
                Env = [new EnvVar { Name = "MARKS", Value = marks.FullName }],
            },
        ],
    };
}

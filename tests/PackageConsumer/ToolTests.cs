namespace PackageConsumer;

/// <summary>The command, installed as the README says but for the place.</summary>
public sealed class ToolTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("consumer-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_tool_is_installed_from_its_package_and_runs_the_example_Job()
    {
        string install = Assert.Single(File.ReadLines(Path.Combine(Packed.Root, "README.md")), line => line.StartsWith("dotnet tool install ", StringComparison.Ordinal));
        await Shell.RunAsync(folder, "dotnet", [.. install.Split(' ').Skip(1).SelectMany(word => word switch
        {
            "--global" => (string[])["--tool-path", folder],
            "artifacts/packages" => [Packed.Folder],
            _ => [word],
        })]);

        string batchjobs = Path.Combine(folder, "batchjobs");
        Assert.StartsWith(Packed.Version, await Shell.RunAsync(folder, batchjobs, ["--version"]), StringComparison.Ordinal);
        string output = await Shell.RunAsync(folder, batchjobs, ["run", "-f", Path.Combine(Packed.Root, "samples", "manifests", "example-job.yaml")]);
        Assert.Equal(3, output.Split('\n').Count(line => line.EndsWith(" | Hello, Kubernetes!", StringComparison.Ordinal)));
        Assert.Matches("(?m)^example-job +Complete +3/3 ", output);

        string store = Path.Combine(folder, "jobs.db");
        Assert.Contains("created", await Shell.RunAsync(folder, batchjobs, ["create", "-f", Path.Combine(Packed.Root, "samples", "manifests", "nightly-report.yaml"), "--store", store]), StringComparison.Ordinal);
        Assert.Contains("nightly-report", await Shell.RunAsync(folder, batchjobs, ["get", "cronjobs", "--store", store]), StringComparison.Ordinal);
    }
}

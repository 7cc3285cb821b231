using System.Text.RegularExpressions;

namespace PackageConsumer;

/// <summary>What the compiler tells those who have the packages.</summary>
public sealed partial class AnalyzerTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("consumer-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_main_package_warns_also_those_who_have_it_through_another()
    {
        Packed.AddSource(folder);
        File.WriteAllText(Path.Combine(folder, "Warned.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="BatchJobs.InProcess" Version="[{Packed.Version}]" />
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), """
            using BatchJobs;
            using BatchJobs.Building;
            using BatchJobs.InProcess;
            using BatchJobs.Specs;

            PodHandlers handlers = new();
            handlers.Add("ignore", async pod => await Task.Delay(1000));
            handlers.Add("block", async pod => { Thread.Sleep(1000); await Task.Delay(1, pod.CancellationToken); });
            handlers.Add("follow", async pod => await Task.Delay(1000, pod.CancellationToken));
            Job refused = JobBuilder.NonIndexed("import").Parallelism(-1);
            CronJob unread = CronJobBuilder.Every("0 0 2 * * *", JobBuilder.NonIndexed("import"));
            var leaky = new JobEngine(new InProcessPodExecutor(new InProcessExecutorOptions { Handlers = handlers }));
            """);

        string output = await Shell.RunAsync(folder, "dotnet", "build", "-nodeReuse:false");

        Assert.Equal(
            ["7 BJ0001", "8 BJ0002", "10 BJ0003", "11 BJ0004", "12 BJ0005"],
            Warning().Matches(output).Select(warning => $"{warning.Groups["line"].Value} {warning.Groups["id"].Value}").Distinct().OrderBy(warning => warning[^6..], StringComparer.Ordinal));
    }

    [GeneratedRegex(@"Program\.cs\((?<line>\d+),\d+\): warning (?<id>[A-Z]+\d+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Warning();
}

using System.IO.Compression;
using System.Text.RegularExpressions;

namespace PackageConsumer;

/// <summary>Somebody who has nothing but the page of a package does what stands there: adds it, uses its namespaces, copies the first piece of code.</summary>
public sealed partial class PackagePageTests : IDisposable
{
    /// <summary>What the code of each page takes as given, and packages that are the reader's own.</summary>
    private static readonly Dictionary<string, (string Given, string[] Packages)> Readers = new(StringComparer.Ordinal)
    {
        ["BatchJobs"] = ("IPodExecutor executor = null!; Job manifest = null!;", []),
        ["BatchJobs.Control"] = ("IPodExecutor executor = null!;", []),
        ["BatchJobs.Hosting"] = (
            "using Microsoft.Extensions.DependencyInjection; using Microsoft.Extensions.Hosting; var builder = Host.CreateApplicationBuilder(); Task ResizeAsync(PodContext pod) => Task.CompletedTask;",
            ["Microsoft.Extensions.Diagnostics.HealthChecks", "Microsoft.Extensions.Hosting"]),
        ["BatchJobs.InProcess"] = ("List<string> photos = []; Task MakeThumbnailAsync(string photo, CancellationToken cancellationToken) => Task.CompletedTask;", []),
        ["BatchJobs.Kubernetes"] = ("ManifestResult manifest = null!;", []),
        ["BatchJobs.Processes"] = ("", []),
        ["BatchJobs.Sqlite"] = ("IPodExecutor executor = null!;", []),
        ["BatchJobs.Testing"] = ("using Xunit;", ["xunit.v3.assert"]),
        ["BatchJobs.Testing.Xunit"] = ("using MyExecutor = BatchJobs.Testing.Scripting.ScriptedPodExecutor;", ["xunit.v3"]),
        ["BatchJobs.Yaml"] = ("", []),
    };

    private readonly string folder = Directory.CreateTempSubdirectory("consumer-").FullName;

    public static TheoryData<string> Ids => [.. Packed.Ids.Except(["BatchJobs.Cli", "BatchJobs.Core"])];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task What_the_page_of_a_package_says_compiles(string id)
    {
        string page = ReadPage(id);
        (string given, string[] packages) = Readers[id];
        string[] commands = [.. Console().Match(page).Groups["text"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries), .. packages.Select(package => $"dotnet add package {package}")];
        Assert.All(commands, command => Assert.StartsWith("dotnet add package ", command, StringComparison.Ordinal));
        Packed.AddSource(folder);
        File.WriteAllText(Path.Combine(folder, "Reader.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
              </PropertyGroup>
            </Project>
            """);
        string usings = string.Join('\n', Name().Matches(Namespaces().Match(page).Groups["names"].Value).Select(name => $"using {name.Groups["name"].Value};"));
        string code = Code().Match(page).Groups["text"].Value;
        File.WriteAllText(Path.Combine(folder, "Program.cs"), $"{usings}\n{given}\n{code.Replace("new MyExecutor()", "new MyExecutor(TimeProvider.System)", StringComparison.Ordinal)}");

        foreach (string command in commands)
        {
            await Shell.RunAsync(folder, "dotnet", command.Split(' ')[1..]);
        }

        await Shell.RunAsync(folder, "dotnet", "build", "-nodeReuse:false");
    }

    private static string ReadPage(string id)
    {
        using ZipArchive package = Packed.Open(id);
        using StreamReader reader = new(package.GetEntry("README.md")!.Open());
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"```console\n(?<text>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Console();

    [GeneratedRegex(@"```csharp\n(?<text>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Code();

    [GeneratedRegex(@"^Namespaces: (?<names>(`[\w.]+`(, )?)+)\.", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Namespaces();

    [GeneratedRegex(@"`(?<name>[\w.]+)`", RegexOptions.ExplicitCapture)]
    private static partial Regex Name();
}

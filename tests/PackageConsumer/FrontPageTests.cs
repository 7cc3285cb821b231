using System.Text.RegularExpressions;

namespace PackageConsumer;

/// <summary>The first program of a user, made as the front page says.</summary>
public sealed partial class FrontPageTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("consumer-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_program_of_the_front_page_is_made_and_runs()
    {
        string page = File.ReadAllText(Path.Combine(Packed.Root, "README.md"));
        string section = page[page.IndexOf("## One minute of C#", StringComparison.Ordinal)..page.IndexOf("## Concepts", StringComparison.Ordinal)];
        string[] commands = Block().Match(section).Groups["text"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] code = [.. Code().Matches(section).Select(block => block.Groups["text"].Value)];
        Assert.Equal(["dotnet pack -c Release", "dotnet nuget add source \"$PWD/artifacts/packages\" --name batchjobs"], commands[..2]);

        // The packages are there, and the settings of the person who runs this are not for a test to change.
        string here = Directory.CreateDirectory(Path.Combine(folder, "here")).FullName;
        Packed.AddSource(folder);
        foreach (string command in commands[2..])
        {
            await Shell.RunAsync(here, "sh", "-c", command);
        }

        string program = Path.Combine(folder, "my-app");
        File.WriteAllText(Path.Combine(program, "Program.cs"), $"using BatchJobs.Manifests;\nusing BatchJobs.Yaml;\n{code[0]}{code[1]}");
        Directory.CreateSymbolicLink(Path.Combine(here, "samples"), Path.Combine(Packed.Root, "samples"));
        string output = await Shell.RunAsync(here, "dotnet", "run", "--project", program);

        Assert.Contains("4 of 4, indexes 0-3", output.Split('\n'));
    }

    [GeneratedRegex(@"```console\n(?<text>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Block();

    [GeneratedRegex(@"```csharp\n(?<text>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Code();
}

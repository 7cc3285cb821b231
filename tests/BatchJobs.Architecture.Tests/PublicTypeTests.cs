using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace BatchJobs.Architecture.Tests;

/// <summary>What is public is there for somebody.</summary>
public partial class PublicTypeTests
{
    private static readonly string root = Path.GetFullPath(Path.Combine(Folder(), "..", ".."));

    /// <summary>Debug or Release, whichever these tests are.</summary>
    private static readonly string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    private static readonly Lazy<HashSet<string>> usedTypes = new(() => [.. UserProjects().SelectMany(project => CompiledTypes.UsedBy(Assembly(project)))]);

    private static readonly Lazy<HashSet<string>> namedTypes = new(() => [.. UserProjects().SelectMany(project => CompiledTypes.NamedBy(Assembly(project)))]);

    /// <summary>Constants leave no trace in compiled code, so that the source has to do for them: who takes something of a class writes a dot behind it.</summary>
    private static readonly Lazy<HashSet<string>> dottedWords = new(() =>
        [.. UserProjects().SelectMany(Sources).SelectMany(file => Dotted().Matches(File.ReadAllText(file)).Select(word => word.Groups["word"].Value))]);

    /// <summary>The assemblies whose public surface is tracked.</summary>
    public static TheoryData<string> Shipped { get; } =
        [.. Directory.EnumerateDirectories(Path.Combine(root, "src")).Where(folder => File.Exists(Path.Combine(folder, "PublicAPI.Unshipped.txt"))).Select(folder => Path.GetFileName(folder))];

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Every_public_type_is_used_by_a_test_or_a_sample(string assembly)
    {
        string path = Path.Combine(root, "src", assembly, "bin", configuration, "net10.0", $"{assembly}.dll");
        IReadOnlyList<string> types = CompiledTypes.PublicIn(path);
        HashSet<string> constants = [.. CompiledTypes.OfConstantsIn(path)];

        Assert.Equal(assembly != "BatchJobs.Cli", types.Count > 0);
        Assert.Equal([], types.Where(type => !(constants.Contains(type) ? namedTypes.Value.Contains(type) || dottedWords.Value.Contains(type[(type.LastIndexOf('.') + 1)..]) : usedTypes.Value.Contains(type))));
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Every_public_member_has_to_be_documented(string assembly)
    {
        string project = File.ReadAllText(Path.Combine(root, "src", assembly, $"{assembly}.csproj"));

        Assert.DoesNotContain("CS1591", project, StringComparison.Ordinal);
        Assert.DoesNotContain("GenerateDocumentationFile", project, StringComparison.Ordinal);
        Assert.DoesNotContain(Sources(Path.Combine(root, "src", assembly, $"{assembly}.csproj")), file => File.ReadAllText(file).Contains("#pragma warning disable CS1591", StringComparison.Ordinal));
    }

    private static IEnumerable<string> UserProjects() =>
        Directory.EnumerateDirectories(Path.Combine(root, "tests"), "BatchJobs.*")
            .Concat(Directory.EnumerateDirectories(Path.Combine(root, "samples")))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.csproj"))
            .Where(project => Path.GetFileName(project) != "BatchJobs.Architecture.Tests.csproj");

    private static string Assembly(string project) =>
        Path.Combine(Path.GetDirectoryName(project)!, "bin", configuration, "net10.0", $"{Path.GetFileNameWithoutExtension(project)}.dll");

    private static IEnumerable<string> Sources(string project)
    {
        string folder = Path.GetDirectoryName(project)!;
        return Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar)[0] is not ("bin" or "obj"));
    }

    [GeneratedRegex(@"(?<word>\w+)\.", RegexOptions.ExplicitCapture)]
    private static partial Regex Dotted();

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}

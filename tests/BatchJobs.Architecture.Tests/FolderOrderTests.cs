using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace BatchJobs.Architecture.Tests;

/// <summary>The rooms of the core, and who may look into which.</summary>
public partial class FolderOrderTests
{
    /// <summary>Each folder may use only those to its left.</summary>
    private static readonly string[] Order =
        ["Primitives", "Specs", "Schema", "Validation", "Resolution", "Pods", "State", "Events", "Commands", "Rules", "StateMachine", "Status", "Cron", "Persistence", "Manifests"];

    public static TheoryData<string> Folders => [.. Order];

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_folder_uses_only_folders_before_it(string folder)
    {
        string[] allowed = [.. Order.TakeWhile(name => name != folder), folder];
        IEnumerable<string> violations =
            from file in Directory.EnumerateFiles(Path.Combine(Core(), folder), "*.cs", SearchOption.AllDirectories)
            from Match use in UsingDirective().Matches(File.ReadAllText(file))
            let used = use.Groups["folder"].Value
            where Order.Contains(used) && !allowed.Contains(used)
            select $"{Path.GetFileName(file)} uses {used}";

        Assert.Empty(violations);
    }

    [Fact]
    public void Every_folder_has_its_place()
    {
        IEnumerable<string> folders = Directory.EnumerateDirectories(Core()).Select(path => Path.GetFileName(path)).Where(name => name is not ("bin" or "obj"));
        Assert.Equal(Order.Order(), folders.Order());
    }

    [Theory]
    [InlineData("BatchJobs.Processes")]
    [InlineData("BatchJobs.Core")]
    [InlineData("BatchJobs.Yaml")]
    [InlineData("BatchJobs.InProcess")]
    public void No_executor_and_no_reader_knows_another(string project)
    {
        string text = File.ReadAllText(Path.Combine(Core(), "..", project, project + ".csproj"));
        string[] references = [.. ProjectReference().Matches(text).Select(match => match.Groups["name"].Value)];
        string[] allowed = project == "BatchJobs.Core" ? [] : project == "BatchJobs.Yaml" ? ["BatchJobs.Core"] : ["BatchJobs"];
        Assert.Equal(allowed, references);
    }

    [Fact]
    public void The_core_depends_on_no_package()
    {
        string text = File.ReadAllText(Path.Combine(Core(), "BatchJobs.Core.csproj"));
        Assert.All(PackageReference().Matches(text), match => Assert.Contains("PrivateAssets=\"all\"", match.Value, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^\s*using (static )?BatchJobs\.(?<folder>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex UsingDirective();

    [GeneratedRegex(@"<ProjectReference Include=""[^""]*/(?<name>[\w.]+)\.csproj""", RegexOptions.ExplicitCapture)]
    private static partial Regex ProjectReference();

    [GeneratedRegex(@"<PackageReference [^>]*>", RegexOptions.ExplicitCapture)]
    private static partial Regex PackageReference();

    private static string Core([CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "src", "BatchJobs.Core");
}

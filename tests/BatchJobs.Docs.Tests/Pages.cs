using System.Text.RegularExpressions;

namespace BatchJobs.Docs.Tests;

/// <summary>The Markdown pages of the repository and the code blocks in them.</summary>
internal static partial class Pages
{
    public static string Root { get; } = FindRoot();

    public static IEnumerable<string> All =>
        Directory.EnumerateFiles(Root, "README.md")
            .Concat(Directory.EnumerateFiles(Path.Combine(Root, "src"), "README.md", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 }))
            .Select(page => Path.GetRelativePath(Root, page))
            .Order(StringComparer.Ordinal);

    public static string Text(string page) => File.ReadAllText(Path.Combine(Root, page)).ReplaceLineEndings("\n");

    public static IEnumerable<string> Blocks(string page, string language) =>
        Block().Matches(Text(page)).Where(block => block.Groups["language"].Value == language).Select(block => block.Groups["text"].Value);

    [GeneratedRegex(@"^```(?<language>\w*)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Block();

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "BatchJobs.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("the tests run outside the repository");
    }
}

using System.Text.RegularExpressions;

namespace BatchJobs.Docs.Tests;

/// <summary>The Markdown pages of the repository, all of them, as they are on disk now, and the code blocks in them.</summary>
internal static partial class Pages
{
    private static readonly string[] Made = ["bin", "obj", "artifacts", "TestResults", "StrykerOutput", "BenchmarkDotNet.Artifacts", "node_modules"];

    public static string Root { get; } = FindRoot();

    public static IEnumerable<string> All => In(new DirectoryInfo(Root)).Select(page => Path.GetRelativePath(Root, page.FullName)).Order(StringComparer.Ordinal);

    public static string Text(string page) => File.ReadAllText(Path.Combine(Root, page)).ReplaceLineEndings("\n");

    public static IEnumerable<string> Blocks(string page, string language) =>
        Blocks(page).Where(block => block.Language == language).Select(block => block.Text);

    public static IEnumerable<(string Language, string Text)> Blocks(string page) =>
        Block().Matches(Text(page)).Select(block => (block.Groups["language"].Value, block.Groups["text"].Value));

    /// <summary>The files that a page shows: each stands below its name.</summary>
    public static IEnumerable<(string Name, string Text)> Files(string page) =>
        ShownFile().Matches(Text(page)).Select(file => (file.Groups["name"].Value, file.Groups["text"].Value));

    private static IEnumerable<FileInfo> In(DirectoryInfo folder) => folder.EnumerateFiles("*.md").Concat(
        folder.EnumerateDirectories().Where(inner => !inner.Name.StartsWith('.') && !Made.Contains(inner.Name) && inner.LinkTarget is null).SelectMany(In));

    [GeneratedRegex(@"^```(?<language>\w*)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Block();

    [GeneratedRegex(@"^`(?<name>[\w-]+\.(yaml|json))`[^\n]*:\n\n```(yaml|json)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ShownFile();

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

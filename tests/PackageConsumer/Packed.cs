using System.Globalization;
using System.IO.Compression;
using System.Xml.Linq;

namespace PackageConsumer;

/// <summary>The packages as files.</summary>
internal static class Packed
{
    public static string Root { get; } = FindRoot();

    public static string Folder { get; } = Path.Combine(Root, "artifacts", "packages");

    /// <summary>The version of all of them.</summary>
    public static string Version { get; } = Path.GetFileNameWithoutExtension(Assert.Single(Directory.GetFiles(Folder, "BatchJobs.Core.*.nupkg")))["BatchJobs.Core.".Length..];

    public static IReadOnlyList<string> Ids { get; } =
        [.. Directory.GetFiles(Folder, "*.nupkg").Select(path => Path.GetFileName(path)[..^$".{Version}.nupkg".Length]).Order(StringComparer.Ordinal)];

    public static ZipArchive Open(string id, string kind = "nupkg") => ZipFile.OpenRead(Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{id}.{Version}.{kind}")));

    public static XElement Metadata(ZipArchive package, string id)
    {
        using Stream stream = package.GetEntry($"{id}.nuspec")!.Open();
        XElement metadata = XElement.Load(stream).Elements().First();
        foreach (XElement element in metadata.DescendantsAndSelf())
        {
            element.Name = element.Name.LocalName;
        }

        return metadata;
    }

    /// <summary>Lets the programs of a folder find the packages.</summary>
    public static void AddSource(string folder) => File.WriteAllText(Path.Combine(folder, "nuget.config"), $"""
        <configuration>
          <packageSources><add key="batchjobs" value="{Folder}" /></packageSources>
          <config><add key="globalPackagesFolder" value="{Path.Combine(Root, "artifacts", "consumer")}" /></config>
        </configuration>
        """);

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

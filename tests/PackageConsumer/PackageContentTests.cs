using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace PackageConsumer;

/// <summary>What is in the packages, and what is not.</summary>
public partial class PackageContentTests
{
    private const string Tool = "BatchJobs.Cli";

    /// <summary>What each package brings along: those of ours in the same version, those of others in at least one of the series.</summary>
    private static readonly Dictionary<string, string[]> Dependencies = new(StringComparer.Ordinal)
    {
        ["BatchJobs"] = ["BatchJobs.Core", "Microsoft.Extensions.DependencyInjection.Abstractions 10.0", "Microsoft.Extensions.Logging.Abstractions 10.0"],
        ["BatchJobs.Cli"] = [],
        ["BatchJobs.Control"] = ["BatchJobs", "Microsoft.Extensions.Hosting.Abstractions 10.0"],
        ["BatchJobs.Core"] = [],
        ["BatchJobs.Hosting"] =
            ["BatchJobs", "Microsoft.Extensions.Diagnostics.HealthChecks.Abstractions 10.0", "Microsoft.Extensions.Hosting.Abstractions 10.0", "Microsoft.Extensions.Options 10.0"],
        ["BatchJobs.InProcess"] = ["BatchJobs"],
        ["BatchJobs.Kubernetes"] = ["BatchJobs", "KubernetesClient 21.0"],
        ["BatchJobs.Processes"] = ["BatchJobs"],
        ["BatchJobs.Sqlite"] = ["BatchJobs", "Microsoft.Data.Sqlite 10.0"],
        ["BatchJobs.Testing"] = ["BatchJobs", "BatchJobs.InProcess"],
        ["BatchJobs.Testing.Xunit"] = ["BatchJobs.Testing", "xunit.v3.assert 4.0", "xunit.v3.extensibility.core 4.0"],
        ["BatchJobs.Yaml"] = ["BatchJobs.Core", "YamlDotNet 18.1"],
    };

    public static TheoryData<string> Ids => [.. Dependencies.Keys];

    [Fact]
    public void There_are_these_packages_and_no_others() => Assert.Equal(Dependencies.Keys.Order(StringComparer.Ordinal), Packed.Ids);

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_package_says_what_it_is(string id)
    {
        using ZipArchive package = Packed.Open(id);
        XElement metadata = Packed.Metadata(package, id);

        Assert.Equal("MIT", Assert.Single(metadata.Elements("license"), license => (string?)license.Attribute("type") == "expression").Value);
        Assert.Equal("The BatchJobs authors", (string?)metadata.Element("authors"));
        Assert.NotEqual("Package Description", (string?)metadata.Element("description"));
        Assert.Matches(@"^### \w+\n\n- ", (string?)metadata.Element("releaseNotes"));
        Assert.DoesNotContain("file:", metadata.ToString(), StringComparison.Ordinal);

        byte[] icon = Bytes(package, (string)metadata.Element("icon")!);
        Assert.Equal("\u0089PNG"u8.ToArray().Skip(1), icon.Take(4));
        Assert.Equal((128, 128), (BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(20))));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_page_of_a_package_is_the_README_with_links_that_lead_to_the_repository_it_was_made_of(string id)
    {
        using ZipArchive package = Packed.Open(id);
        XElement metadata = Packed.Metadata(package, id);
        string page = Text(package, (string)metadata.Element("readme")!);
        string source = File.ReadAllText(Path.Combine(Packed.Root, "src", id, "README.md"));
        string here = $"{(string?)metadata.Element("projectUrl")}/blob/{(string?)metadata.Element("repository")?.Attribute("commit") ?? "main"}/";

        Assert.StartsWith("# ", page, StringComparison.Ordinal);
        Assert.Equal(Link().Replace(source, "]()"), Link().Replace(page, "]()"));
        Assert.All(Link().Matches(page).Zip(Link().Matches(source)), pair =>
        {
            (string target, string written) = (pair.First.Groups["target"].Value, pair.Second.Groups["target"].Value);
            Assert.Matches("^https?://[^/]", target);
            Assert.True(target == written || File.Exists(Path.Combine(Packed.Root, target.Split('#')[0].Replace(here, "", StringComparison.Ordinal))), $"{target} leads nowhere");
        });
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_package_depends_on_what_the_design_says(string id)
    {
        using ZipArchive package = Packed.Open(id);
        IEnumerable<XElement> found = Packed.Metadata(package, id).Descendants("dependency");

        Assert.Equal(
            Dependencies[id].Order(StringComparer.Ordinal),
            found.Select(dependency => ((string)dependency.Attribute("id")!, (string)dependency.Attribute("version")!))
                .Select(item => item.Item1.StartsWith("BatchJobs", StringComparison.Ordinal) && item.Item2 == Packed.Version ? item.Item1 : $"{item.Item1} {Series(item.Item2)}")
                .Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_package_has_its_assembly_with_documentation_and_symbols_and_nothing_stray(string id)
    {
        using ZipArchive package = Packed.Open(id);
        string[] files = [.. package.Entries.Select(entry => entry.FullName).Where(name => !Wrapping().IsMatch(name)).Order(StringComparer.Ordinal)];
        string[] expected = ["README.md", $"{id}.nuspec", "icon.png"];
        if (id == Tool)
        {
            Assert.Contains("tools/net10.0/any/DotnetToolSettings.xml", files);
            Assert.Contains("tools/net10.0/any/BatchJobs.Cli.dll", files);
            Assert.DoesNotContain(files, file => file.EndsWith(".pdb", StringComparison.Ordinal) || Path.GetFileName(file).StartsWith("xunit", StringComparison.Ordinal));
            Assert.All(files.Except(expected), file => Assert.StartsWith("tools/net10.0/any/", file, StringComparison.Ordinal));
            return;
        }

        // The main package brings the analyzers along.
        string[] analyzers = id == "BatchJobs" ? ["analyzers/dotnet/cs/BatchJobs.Analyzers.dll"] : [];
        Assert.Equal([.. expected.Concat(analyzers).Append($"lib/net10.0/{id}.dll").Append($"lib/net10.0/{id}.xml").Order(StringComparer.Ordinal)], files);
        Assert.Contains("<summary>", Text(package, $"lib/net10.0/{id}.xml"), StringComparison.Ordinal);
        using ZipArchive symbols = Packed.Open(id, "snupkg");
        Assert.NotNull(symbols.GetEntry($"lib/net10.0/{id}.pdb"));
    }

    private static string Series(string version) => string.Join('.', version.Split('.').Take(2));

    private static string Text(ZipArchive package, string name) => System.Text.Encoding.UTF8.GetString(Bytes(package, name)).TrimStart('\uFEFF');

    private static byte[] Bytes(ZipArchive package, string name)
    {
        ZipArchiveEntry? entry = package.GetEntry(name);
        Assert.True(entry is not null, $"there is no {name}");
        using Stream stream = entry.Open();
        using MemoryStream copy = new();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    /// <summary>What makes a zip file a package.</summary>
    [GeneratedRegex(@"^(_rels/|package/|\[Content_Types\]\.xml$)")]
    private static partial Regex Wrapping();
}

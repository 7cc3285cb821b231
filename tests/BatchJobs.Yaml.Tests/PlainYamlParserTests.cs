using System.Text;
using BatchJobs.Manifests;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace BatchJobs.Yaml.Tests;

/// <summary>What the quick parser reads at all, it reads as the thorough one does, places included.</summary>
public class PlainYamlParserTests
{
    private const int MaxDepth = 20;

    private const string Usual = """
        # what most manifests are like
        apiVersion: batch/v1
        kind: Job
        metadata:
          name: job-0
          labels: {app: benchmark, on-call: "yes"}

        spec:
          completions: 8   # not many
          suspend: no
          parallelism: -4
          activeDeadlineSeconds: 1_000
          template:
            spec:
              restartPolicy: Never
              nodeSelector: {}
              containers:
              - name: main
                image: registry.example.com/team/work:1.4
                command: [sh, -c, "echo slice $JOB_COMPLETION_INDEX", --flag=1, a b , 0x10, ~]
                env:
                - name: MODE
                  value: 'fast # not a comment'
                -   name: OTHER
                    value: it's a {b}, [c] & "d" #e
                args:
                  - - nested
                    - 1.50
                  -
                    - deeper
                  - --last
                  - {cpu: 100m, memory: 64Mi, list: [[a, 1], {}, []]}
                resources:
                  requests: {cpu: 100m, memory: 64Mi}
        """;

    [Fact]
    public void Usual_manifests_are_read_quickly()
    {
        Assert.True(IsReadAlike(Usual));
        Assert.True(IsReadAlike(Usual + "\n"));
        Assert.True(IsReadAlike($"---\n{Usual}\n---\n{Usual}\n"));
        Assert.True(IsReadAlike("  a: b\n  c:\n  - d\n  e:\n    f: g"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a: b: c")]
    [InlineData("a: b\n  c")]
    [InlineData("a:\n\tb: c")]
    [InlineData("a: b\na: c")]
    [InlineData("a: &b c\nd: *b")]
    [InlineData("a: |\n  b\n")]
    [InlineData("a: \"\\n\"")]
    [InlineData("a: 'it''s'")]
    [InlineData("a: [b,\n c]")]
    [InlineData("a: {b: c, b: d}")]
    [InlineData("a:\n")]
    [InlineData("yes: b")]
    [InlineData("null: b")]
    [InlineData("a: b\n...\n")]
    [InlineData("a: b\n---\n")]
    [InlineData("a: b\r\nc: d")]
    [InlineData("a: ü")]
    [InlineData("a: .inf")]
    [InlineData("a: [.NaN]")]
    [InlineData("{\"a\": \"b\"}")]
    public void Everything_else_is_left_to_the_other(string text) => Assert.Null(PlainYamlParser.TryParse(text, MaxDepth));

    [Fact]
    public void Deep_texts_are_left_to_the_other()
    {
        Assert.NotNull(PlainYamlParser.TryParse("a: [[b]]", 3));
        Assert.Null(PlainYamlParser.TryParse("a: [[b]]", 2));
        Assert.Null(PlainYamlParser.TryParse($"a: {new string('[', 100_000)}", int.MaxValue));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Whatever_is_read_quickly_is_read_alike(int seed)
    {
        var random = new Random(seed);
        int quick = 0;
        for (int round = 0; round < 4_000; round++)
        {
            quick += IsReadAlike(Changed(Usual, random)) ? 1 : 0;
        }

        Assert.InRange(quick, 400, 3_600);
    }

    /// <summary>Whether the quick parser reads the text; fails if the other reads something else.</summary>
    private static bool IsReadAlike(string text)
    {
        if (PlainYamlParser.TryParse(text, MaxDepth) is not { } documents)
        {
            return false;
        }

        Assert.True(Thorough(text) == string.Join("---\n", documents.Select(Describe)), text);
        return true;
    }

    private static string Thorough(string text)
    {
        var documents = new List<string>();
        try
        {
            var parser = new Parser(new StringReader(text));
            parser.Consume<StreamStart>();
            while (parser.Accept<DocumentStart>(out _))
            {
                var document = new YamlManifestParser(parser, MaxDepth);
                ManifestNode root = document.Document();
                documents.Add(Describe(root) + string.Concat(document.Repetitions));
            }
        }
        catch (Exception exception) when (exception is YamlException or ManifestSyntaxException or InvalidOperationException or ArgumentException)
        {
            documents.Add(exception.Message);
        }

        return string.Join("---\n", documents);
    }

    private static string Describe(ManifestNode root)
    {
        var text = new StringBuilder();
        Describe(root, "", text);
        return text.ToString();
    }

    private static void Describe(ManifestNode node, string indent, StringBuilder text)
    {
        text.Append(indent).Append(node.Position).Append(' ').Append(node.Kind).Append(' ').Append(node.Text).Append('\n');
        foreach (ManifestMember member in node.Members)
        {
            text.Append(indent).Append(member.Position).Append(' ').Append(member.Name).Append('\n');
            Describe(member.Value, indent + "  ", text);
        }

        foreach (ManifestNode item in node.Items)
        {
            Describe(item, indent + "  ", text);
        }
    }

    /// <summary>The text with some lines left out, moved, repeated or indented otherwise, and some letters replaced, removed and added.</summary>
    private static string Changed(string text, Random random)
    {
        List<string> lines = [.. text.Split('\n')];
        for (int change = random.Next(3); change >= 0; change--)
        {
            int line = random.Next(lines.Count);
            switch (random.Next(8))
            {
                case 0:
                    lines.RemoveAt(line);
                    break;
                case 1:
                    lines.Insert(random.Next(lines.Count), lines[line]);
                    break;
                case 2:
                    lines[line] = lines[line].Length > 2 ? lines[line][2..] : "";
                    break;
                case 3:
                    lines[line] = new string(' ', random.Next(5)) + lines[line];
                    break;
                case 4:
                    lines.Insert(line, random.GetItems(Odd, 1)[0]);
                    break;
                default:
                    lines[line] = WithOtherLetters(lines[line], random);
                    break;
            }
        }

        return string.Join('\n', lines);
    }

    private static string WithOtherLetters(string line, Random random)
    {
        int position = random.Next(line.Length + 1);
        int removed = Math.Min(random.Next(3), line.Length - position);
        return line.Remove(position, removed).Insert(position, string.Concat(random.GetItems(Pieces, random.Next(3))));
    }

    private static readonly string[] Odd = ["---", "...", "", "   ", "# comment", "        # comment", "- x", "x: y", "%YAML 1.1", "? x", "  - {a: b}"];

    private static readonly string[] Pieces =
        [" ", "  ", "-", ":", ": ", "#", " #", ",", "[", "]", "{", "}", "'", "\"", "a", "b ", "0", "1.", "~", "null", "yes", "n", "<<", "=", "/", "\\", "@", "$", "!", "&x", "*x", "|", ">", "?", "%", "`", "_", "\t", ".", "e3", "0x", "::", "--"];
}

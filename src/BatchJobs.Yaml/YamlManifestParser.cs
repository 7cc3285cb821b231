using System.Globalization;
using BatchJobs.Manifests;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace BatchJobs.Yaml;

/// <summary>One document of a YAML text as the tree that manifests are read from.</summary>
internal sealed class YamlManifestParser(IParser parser, int maxDepth)
{
    /// <summary>How many values aliases may stand for, all in all.</summary>
    private const int MaxAliasedNodes = 100_000;

    private readonly Dictionary<AnchorName, (ManifestNode? Node, int Size, int Height)> anchors = [];
    private int nodes;
    private int aliased;
    private int deepest;

    /// <summary>Keys that a mapping has twice.</summary>
    public List<ManifestError> Repetitions { get; } = [];

    /// <summary>The next document; the parser stands before it.</summary>
    public ManifestNode Document()
    {
        parser.Consume<DocumentStart>();
        ManifestNode node = Node("", 0);
        parser.Consume<DocumentEnd>();
        return node;
    }

    private ManifestNode Node(string path, int depth)
    {
        ManifestPosition position = PositionOf(parser.Current!.Start);
        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            return Aliased(alias, depth, position);
        }

        CheckDepth(depth, position);
        int before = nodes++;
        int deepestBefore = deepest;
        AnchorName anchor = ((NodeEvent)parser.Current).Anchor;
        if (!anchor.IsEmpty)
        {
            anchors[anchor] = (null, 0, 0);
            deepest = depth;
        }

        ManifestNode node = parser.Current switch
        {
            MappingStart => Mapping(path, depth, position),
            SequenceStart => Sequence(path, depth, position),
            _ => Scalar(parser.Consume<Scalar>(), position),
        };
        if (!anchor.IsEmpty)
        {
            anchors[anchor] = (node, nodes - before, deepest - depth);
            deepest = Math.Max(deepest, deepestBefore);
        }

        return node;
    }

    private ManifestNode Aliased(AnchorAlias alias, int depth, ManifestPosition position)
    {
        if (!anchors.TryGetValue(alias.Value, out (ManifestNode? Node, int Size, int Height) anchored))
        {
            throw new ManifestSyntaxException($"unknown anchor '{alias.Value}' referenced", position);
        }

        if (anchored.Node is null)
        {
            throw new ManifestSyntaxException($"anchor '{alias.Value}' value contains itself", position);
        }

        CheckDepth(depth + anchored.Height, position);
        nodes += anchored.Size;
        aliased += anchored.Size;
        return aliased <= MaxAliasedNodes ? anchored.Node : throw new ManifestSyntaxException("document contains excessive aliasing", position);
    }

    private void CheckDepth(int depth, ManifestPosition position)
    {
        deepest = Math.Max(deepest, depth);
        if (depth > maxDepth)
        {
            throw new ManifestSyntaxException("exceeded max depth", position);
        }
    }

    private ManifestNode Sequence(string path, int depth, ManifestPosition position)
    {
        var node = new ManifestNode(ManifestNodeKind.Array, position);
        parser.Consume<SequenceStart>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            node.Items.Add(Node(string.Create(CultureInfo.InvariantCulture, $"{path}[{node.Items.Count}]"), depth + 1));
        }

        return node;
    }

    /// <summary>Members are sorted by name, because Kubernetes' tools turn YAML into sorted JSON first.</summary>
    private ManifestNode Mapping(string path, int depth, ManifestPosition position)
    {
        MappingStart start = parser.Consume<MappingStart>();
        if (depth > 0 && start.Start.Index == 0)
        {
            // A pair in brackets, such as [a: b], has no place of its own.
            position = PositionOf(parser.Current!.Start);
        }

        var members = new SortedDictionary<string, ManifestMember>(StringComparer.Ordinal);
        var merged = new List<ManifestNode>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            ManifestPosition keyPosition = PositionOf(parser.Current!.Start);
            bool isMerge = parser.Current is Scalar { Value: "<<", Style: ScalarStyle.Plain };
            string name = Key(Node(path, depth + 1), keyPosition);
            string field = path.Length == 0 ? name : $"{path}.{name}";
            ManifestNode value = Node(isMerge ? path : field, depth + 1);
            if (isMerge)
            {
                merged.AddRange(Merged(value));
                continue;
            }

            if (members.ContainsKey(name))
            {
                string message = string.Create(CultureInfo.InvariantCulture, $"line {value.Position.Line}: key \"{name}\" already set in map");
                Repetitions.Add(new ManifestError(message, field, keyPosition));
            }

            members[name] = new ManifestMember(name, keyPosition, value);
        }

        foreach (ManifestMember member in merged.SelectMany(mapping => mapping.Members))
        {
            members.TryAdd(member.Name, member);
        }

        var node = new ManifestNode(ManifestNodeKind.Object, position);
        node.Members.AddRange(members.Values);
        return node;
    }

    private static List<ManifestNode> Merged(ManifestNode value) => value.Kind switch
    {
        ManifestNodeKind.Object => [value],
        ManifestNodeKind.Array when value.Items.TrueForAll(item => item.Kind == ManifestNodeKind.Object) => value.Items,
        _ => throw new ManifestSyntaxException("map merge requires map or sequence of maps as the value", value.Position),
    };

    private static string Key(ManifestNode key, ManifestPosition position) => key.Kind switch
    {
        ManifestNodeKind.String or ManifestNodeKind.Number or ManifestNodeKind.Bool => key.Text,
        _ => throw new ManifestSyntaxException("a key must be a single word", position),
    };

    private static ManifestNode Scalar(Scalar scalar, ManifestPosition position)
    {
        string tag = scalar.Tag.IsEmpty ? "" : scalar.Tag.Value;
        bool plain = scalar.Style == ScalarStyle.Plain && tag.Length == 0;
        return plain || tag is "tag:yaml.org,2002:int" or "tag:yaml.org,2002:float" or "tag:yaml.org,2002:bool" or "tag:yaml.org,2002:null"
            ? Plain(scalar.Value, position)
            : new ManifestNode(ManifestNodeKind.String, position) { Text = scalar.Value };
    }

    private static ManifestNode Plain(string text, ManifestPosition position) => YamlScalar.IsNotFinite(text)
        ? throw new ManifestSyntaxException(YamlProblem.Unsupported + text, position)
        : YamlScalar.Resolve(text, position);

    public static ManifestPosition PositionOf(Mark mark) => new((int)mark.Line, (int)mark.Column);
}

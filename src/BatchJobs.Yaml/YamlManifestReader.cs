using System.Globalization;
using System.Text;
using BatchJobs.Manifests;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace BatchJobs.Yaml;

/// <summary>Reads Jobs and CronJobs from YAML, as strictly as the API server.</summary>
public static class YamlManifestReader
{
    /// <summary>Reads every document of a text.</summary>
    /// <param name="text">YAML, which includes JSON.</param>
    /// <param name="options">How to read it.</param>
    /// <returns>
    /// One result a document, at least one. Empty documents beside others are skipped; after a text that is not YAML nothing more is read.
    /// </returns>
    public static IReadOnlyList<ManifestResult> ReadAll(string text, ManifestReaderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        options ??= new ManifestReaderOptions();
        if (text.Length > options.MaxBytes || Encoding.UTF8.GetByteCount(text) > options.MaxBytes)
        {
            return [ManifestReader.TooLong(options)];
        }

        if (PlainYamlParser.TryParse(text, options.MaxDepth) is { } documents)
        {
            string summary = Summary(text);
            return [.. documents.Select(document => ManifestDecoder.Decode(document, options, [], summary))];
        }

        var results = new List<ManifestResult>();
        ManifestResult? empty = null;
        Parser? parser = null;
        try
        {
            YamlProblem.CheckCharacters(text);
            parser = new Parser(new StringReader(WithoutMarks(text)));
            parser.Consume<StreamStart>();
            while (parser.Accept<DocumentStart>(out _))
            {
                var document = new YamlManifestParser(parser, options.MaxDepth);
                ManifestNode root = document.Document();
                ManifestResult result = ManifestDecoder.Decode(root, options, document.Repetitions, Summary(text));
                if (root.Kind == ManifestNodeKind.Null)
                {
                    empty ??= result;
                }
                else
                {
                    results.Add(result);
                }
            }
        }
        catch (ManifestSyntaxException exception)
        {
            results.Add(Failed(exception.Message, null, exception.Position, text, options));
        }
        catch (YamlException exception)
        {
            (string problem, long? line, ManifestPosition position) = YamlProblem.Describe(exception, text);
            results.Add(Failed(problem, line, position, text, options));
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or IndexOutOfRangeException or NullReferenceException)
        {
            // The parser gives up that way on some broken flow collections.
            ManifestPosition? position = parser?.Current is { } last ? YamlManifestParser.PositionOf(last.End) : null;
            results.Add(Failed("did not find expected ',' or ']'", position?.Line, position, text, options));
        }

        return results.Count > 0 ? results : [empty ?? ManifestDecoder.Decode(new ManifestNode(ManifestNodeKind.Null, new ManifestPosition(1, 1)), options, [], Summary(text))];
    }

    /// <summary>Reads the first document of a text, as the API server does.</summary>
    /// <param name="text">YAML, which includes JSON.</param>
    /// <param name="options">How to read it.</param>
    /// <returns>The object, or what is wrong with the text.</returns>
    public static ManifestResult Read(string text, ManifestReaderOptions? options = null) => ReadAll(text, options)[0];

    /// <summary>Byte order marks may begin any line, as in files that were put together.</summary>
    private static string WithoutMarks(string text) => text.TrimStart('\uFEFF').Replace("\n\uFEFF", "\n", StringComparison.Ordinal);

    private static ManifestResult Failed(string problem, long? line, ManifestPosition? position, string text, ManifestReaderOptions options)
    {
        string where = line is null ? "" : string.Create(CultureInfo.InvariantCulture, $"line {line}: ");
        return ManifestReader.SyntaxError($"yaml: {where}{problem}", YamlProblem.Advised(problem, position, text), Summary(text), options);
    }

    private static string Summary(string text) => ManifestReader.Summary(Encoding.UTF8.GetBytes(text.Length > 64 ? text[..64] : text));
}

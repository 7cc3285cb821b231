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

        var results = new List<ManifestResult>();
        ManifestResult? empty = null;
        try
        {
            CheckCharacters(text);
            var parser = new Parser(new StringReader(text.TrimStart('\uFEFF')));
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
            results.Add(Failed(exception.Message, exception.Position, text, options));
        }
        catch (YamlException exception)
        {
            results.Add(Failed(Problem(exception), YamlManifestParser.PositionOf(exception.Start), text, options));
        }

        return results.Count > 0 ? results : [empty ?? ManifestDecoder.Decode(new ManifestNode(ManifestNodeKind.Null, new ManifestPosition(1, 1)), options, [], Summary(text))];
    }

    /// <summary>Reads the first document of a text, as the API server does.</summary>
    /// <param name="text">YAML, which includes JSON.</param>
    /// <param name="options">How to read it.</param>
    /// <returns>The object, or what is wrong with the text.</returns>
    public static ManifestResult Read(string text, ManifestReaderOptions? options = null) => ReadAll(text, options)[0];

    private static void CheckCharacters(string text)
    {
        int bad = FirstControl(text);
        if (bad >= 0)
        {
            int line = text.AsSpan(0, bad).Count('\n') + 1;
            int column = bad - text.LastIndexOf('\n', bad);
            throw new ManifestSyntaxException("control characters are not allowed", new ManifestPosition(line, column));
        }
    }

    private static int FirstControl(string text)
    {
        for (int index = 0; index < text.Length; index++)
        {
            if (text[index] is (< ' ' and not ('\t' or '\n' or '\r')) or '\u007f' or '\uFFFE' or '\uFFFF')
            {
                return index;
            }
        }

        return -1;
    }

    private static ManifestResult Failed(string problem, ManifestPosition? position, string text, ManifestReaderOptions options)
    {
        string where = position is { Line: > 0 } known ? string.Create(CultureInfo.InvariantCulture, $"line {known.Line}: ") : "";
        return ManifestReader.SyntaxError($"yaml: {where}{problem}", new ManifestSyntaxException(problem, position), Summary(text), options);
    }

    /// <summary>The parser's sentence without its "While scanning this or that, ".</summary>
    private static string Problem(YamlException exception)
    {
        string message = exception.Message;
        int comma = message.StartsWith("While ", StringComparison.Ordinal) ? message.IndexOf(", ", StringComparison.Ordinal) : -1;
        string problem = (comma < 0 ? message : message[(comma + 2)..]).TrimEnd('.');
        return problem.Length == 0 ? problem : char.ToLowerInvariant(problem[0]) + problem[1..];
    }

    private static string Summary(string text) => ManifestReader.Summary(Encoding.UTF8.GetBytes(text.Length > 64 ? text[..64] : text));
}

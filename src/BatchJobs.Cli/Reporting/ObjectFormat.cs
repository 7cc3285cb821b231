using System.CommandLine;
using System.Text.Json.Nodes;
using BatchJobs.Manifests;
using BatchJobs.Specs;
using BatchJobs.Yaml;

namespace BatchJobs.Cli.Reporting;

/// <summary>How objects are shown.</summary>
internal enum ObjectFormat
{
    /// <summary>A row each.</summary>
    Table,

    /// <summary>A row each, with more columns.</summary>
    Wide,

    /// <summary>As JSON.</summary>
    Json,

    /// <summary>As YAML documents.</summary>
    Yaml,

    /// <summary>The name alone.</summary>
    Name,
}

/// <summary>The option that says how objects are shown, as kubectl's <c>-o</c>.</summary>
internal static class ObjectFormatOption
{
    /// <param name="otherwise">What there is without it.</param>
    /// <param name="words">The formats there are, of which there may be one alone.</param>
    public static Option<ObjectFormat> Create(string otherwise, params string[] words)
    {
        string or = words.Length == 1 ? words[0] : $"{string.Join(", ", words[..^1])} or {words[^1]}";
        Option<ObjectFormat> option = new("--output", "-o")
        {
            Description = $"{or}; without it {otherwise}.",
            HelpName = string.Join('|', words),
            CustomParser = result =>
            {
                string word = result.Tokens[0].Value;
                if (words.Contains(word, StringComparer.Ordinal) && Enum.TryParse(word, ignoreCase: true, out ObjectFormat format))
                {
                    return format;
                }

                result.AddError($"--output: there is no \"{word}\" here; give {or}");
                return default;
            },
        };
        option.CompletionSources.Add(words);
        return option;
    }
}

/// <summary>Objects as text that can be read back.</summary>
internal static class ObjectText
{
    public static JsonNode Json(Job job) => JsonNode.Parse(ManifestWriter.Write(job))!;

    public static JsonNode Json(CronJob cronJob) => JsonNode.Parse(ManifestWriter.Write(cronJob))!;

    /// <summary>One object as it is, several as a List.</summary>
    public static string Json(IReadOnlyList<JsonNode> items, bool single) => JsonLines.Indented(single
        ? items[0]
        : new JsonObject { ["apiVersion"] = "v1", ["kind"] = "List", ["items"] = new JsonArray([.. items]) });

    /// <summary>A document each.</summary>
    public static string Yaml(IEnumerable<JsonNode> items) => string.Join("\n---\n", items.Select(item => YamlManifestWriter.FromJson(item.ToJsonString()).TrimEnd('\n')));
}

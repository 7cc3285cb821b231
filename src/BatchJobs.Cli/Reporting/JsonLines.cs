using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BatchJobs.Cli.Reporting;

/// <summary>One JSON object a line, readable by people too: only what JSON itself demands is escaped.</summary>
internal static class JsonLines
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions IndentedOptions = new(Options) { WriteIndented = true };

    public static string Indented(JsonNode value) => value.ToJsonString(IndentedOptions);

    public static string Line(JsonObject value) => value.ToJsonString(Options);
}

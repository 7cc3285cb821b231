using System.Text.Json;

namespace BatchJobs.Conformance.Tests.Vectors;

/// <summary>JSON as the recorder sent it: blanks after commas and colons, ASCII only. Messages quote its beginning.</summary>
internal static class PythonJson
{
    public static string Write(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(", ", element.EnumerateObject().Select(member => $"{Quote(member.Name)}: {Write(member.Value)}"))}}}",
        JsonValueKind.Array => $"[{string.Join(", ", element.EnumerateArray().Select(Write))}]",
        _ => element.GetRawText(),
    };

    private static string Quote(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace BatchJobs.Conformance.Tests.Vectors;

/// <summary>Compares an answer of the library, one line of JSON, with the recorded one.</summary>
internal static class Answer
{
    /// <summary>Stands in for what a server makes up; long enough not to occur by chance.</summary>
    public const string Uid = "0f1e2d3c-4b5a-4968-8776-655443322110";

    /// <summary>Stands in for the random end of a generated name.</summary>
    public const string Suffix = "zq9w8";

    public static void AssertMatches(Vector vector, string line, string objectMember)
    {
        JsonNode answer = JsonNode.Parse(line.Replace(Uid, "<uid>", StringComparison.Ordinal).Replace(Suffix, "<rand>", StringComparison.Ordinal))!;
        Assert.Equal((vector.Accepted, Causes(vector.Expect)), ((bool)answer["accepted"]!, Causes(answer)), new SameAnswer(vector));
        if (vector.Accepted)
        {
            JsonNode? expected = vector.Object(objectMember);
            Assert.True(JsonNode.DeepEquals(expected, answer["defaulted"]), $"expected {expected?.ToJsonString()}\nactual   {answer["defaulted"]?.ToJsonString()}");
            Assert.Equal(vector.Texts("warnings"), Texts(answer["warnings"]));
        }
        else if (!vector.HasNoAnswer)
        {
            Assert.Equal(vector.Text("reason"), (string?)answer["reason"]);
            Assert.Equal(vector.Expect.GetProperty("code").GetInt32(), (int)answer["code"]!);
            Assert.Equal(Parts(vector, vector.Text("message")!), Parts(vector, (string)answer["message"]!));
        }
    }

    /// <summary>The message itself, unless it contains a dump of the server's internal types or has no fixed order.</summary>
    private static string Parts(Vector vector, string message) =>
        vector.IsUnordered || vector.Text("message")!.Contains("\"Volumes\":", StringComparison.Ordinal) || vector.Text("message")!.Contains("<patched object>", StringComparison.Ordinal)
            ? message[..message.IndexOf(" is invalid: ", StringComparison.Ordinal)]
            : message;

    private static string[] Causes(JsonElement answer) =>
        answer.TryGetProperty("causes", out JsonElement causes) ? [.. causes.EnumerateArray().Select(cause => Cause(JsonNode.Parse(cause.GetRawText())!))] : [];

    private static string[] Causes(JsonNode answer) => [.. answer["causes"]!.AsArray().Select(cause => Cause(cause!))];

    private static string Cause(JsonNode cause)
    {
        string message = (string)cause["message"]!;
        bool isDump = ((string)cause["field"]!).EndsWith("spec.template", StringComparison.Ordinal) || ((string)cause["field"]!).EndsWith("spec.template.spec", StringComparison.Ordinal);
        return $"{cause["field"]} | {cause["reason"]} | {(isDump ? message[(message.LastIndexOf(": ", StringComparison.Ordinal) + 2)..] : message)}";
    }

    private static string[] Texts(JsonNode? list) => list is null ? [] : [.. list.AsArray().Select(text => (string)text!)];

    /// <summary>Where the server has no fixed order, neither have we.</summary>
    private sealed class SameAnswer(Vector vector) : IEqualityComparer<(bool Accepted, string[] Causes)>
    {
        public bool Equals((bool Accepted, string[] Causes) x, (bool Accepted, string[] Causes) y) =>
            x.Accepted == y.Accepted && (vector.HasNoAnswer || Ordered(x.Causes).SequenceEqual(Ordered(y.Causes)));

        public int GetHashCode((bool Accepted, string[] Causes) obj) => obj.Causes.Length;

        private IEnumerable<string> Ordered(string[] causes) => vector.IsUnordered ? causes.Order(StringComparer.Ordinal) : causes;
    }
}

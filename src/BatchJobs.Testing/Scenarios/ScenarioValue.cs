using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using BatchJobs.Primitives;

namespace BatchJobs.Testing.Scenarios;

/// <summary>A JSON value and where it stands, so that whatever is wrong with it can be said with its path.</summary>
internal readonly record struct ScenarioValue(JsonElement Json, string Path)
{
    public bool IsNull => Json.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined;

    /// <summary>Reads an object; members that are not named here are an error.</summary>
    public ScenarioObject Object(params ReadOnlySpan<string> members)
    {
        Require(JsonValueKind.Object, "an object");
        foreach (JsonProperty member in Json.EnumerateObject())
        {
            if (!members.Contains(member.Name))
                throw new ScenarioFormatException(Join(member.Name), $"There is no such member; known are {string.Join(", ", members)}.");
        }

        RequireEachOnce();

        return new ScenarioObject(this);
    }

    public IReadOnlyList<T> List<T>(Func<ScenarioValue, T> read)
    {
        Require(JsonValueKind.Array, "a list");
        string path = Path;
        return [.. Json.EnumerateArray().Select((item, position) => read(new ScenarioValue(item, $"{path}[{position}]")))];
    }

    public IReadOnlyDictionary<string, T> Dictionary<T>(Func<ScenarioValue, T> read)
    {
        Require(JsonValueKind.Object, "an object");
        RequireEachOnce();
        ScenarioValue self = this;
        return Json.EnumerateObject().ToDictionary(member => member.Name, member => read(new ScenarioValue(member.Value, self.Join(member.Name))), StringComparer.Ordinal);
    }

    public string Text()
    {
        Require(JsonValueKind.String, "a text");
        return Json.GetString()!;
    }

    public bool Flag() => Json.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Expected("true or false"),
    };

    public int Integer() => Json.ValueKind == JsonValueKind.Number && Json.TryGetInt32(out int value) ? value : throw Expected("a whole number");

    public TimeSpan Seconds() =>
        Json.ValueKind == JsonValueKind.Number && Json.TryGetDouble(out double seconds) && seconds is >= 0 and < 1e9
            ? TimeSpan.FromSeconds(seconds)
            : throw Expected("a number of seconds");

    public TimeSpan? SecondsOrForever() => IsNull ? null : Seconds();

    public T Word<T>(params ReadOnlySpan<T> known)
        where T : struct, IApiWord<T>
    {
        string text = Text();
        foreach (T word in known)
        {
            if (word.Value == text)
                return word;
        }

        throw Expected("one of " + string.Join(", ", known.ToArray().Select(word => word.Value)));
    }

    public T Enumeration<T>()
        where T : struct, Enum =>
        Enum.TryParse(Text(), out T value) && Enum.GetName(value) == Text() ? value : throw Expected("one of " + string.Join(", ", Enum.GetNames<T>()));

    public string Join(string member) => Path.Length == 0 ? member : $"{Path}.{member}";

    public ScenarioFormatException Expected(string what) => new(Path, $"Expected {what}, not {(Json.ValueKind == JsonValueKind.Undefined ? "nothing" : Json.GetRawText())}.");

    /// <summary>The value as it stands in the file, less what a file may have and JSON has not: comments and commas at the end.</summary>
    public string PlainJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            Json.WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private void RequireEachOnce()
    {
        if (Json.EnumerateObject().GroupBy(member => member.Name, StringComparer.Ordinal).FirstOrDefault(same => same.Skip(1).Any()) is { } repeated)
            throw new ScenarioFormatException(Join(repeated.Key), "The member is there twice.");
    }

    private void Require(JsonValueKind kind, string what)
    {
        if (Json.ValueKind != kind)
            throw Expected(what);
    }
}

/// <summary>A JSON object whose members are known to be allowed.</summary>
internal readonly record struct ScenarioObject(ScenarioValue Value)
{
    public bool Has(string member) => Value.Json.TryGetProperty(member, out _);

    public ScenarioValue Member(string name) =>
        Value.Json.TryGetProperty(name, out JsonElement json)
            ? new ScenarioValue(json, Value.Join(name))
            : throw new ScenarioFormatException(Value.Path, $"The member {name} is missing.");

    public T Optional<T>(string name, Func<ScenarioValue, T> read, T absent) => Has(name) ? read(Member(name)) : absent;
}

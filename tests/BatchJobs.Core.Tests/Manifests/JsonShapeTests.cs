using System.Globalization;
using System.Text;
using System.Text.Json;
using BatchJobs.Manifests;
using BatchJobs.Schema;
using BatchJobs.Validation;
using CsCheck;

namespace BatchJobs.Core.Tests.Manifests;

/// <summary>JSON of every type that a pod carries, right and wrong: the quick look says what the checker says.</summary>
public class JsonShapeTests
{
    private const int MaxDepth = 6;

    private static readonly string[] Texts = ["\"\"", "\"a\"", "\"1\"", "\"1Gi\"", "\" 2 \"", "\"a\\u00e9b\""];

    private static readonly string[] Numbers = ["0", "1", "-1", "1.5", "1e3", "2147483648", "9223372036854775808"];

    private static readonly string[] Others = ["true", "false", "null", "{}", "[]", "[null]", "{\"a\":1}", "{\"name\":\"a\",\"name\":\"b\"}"];

    private static readonly (ApiType Owner, ApiField Field)[] Carried =
    [
        .. new[] { ApiSchema.PodSpec, ApiSchema.Container, ApiSchema.EnvVarSource }.SelectMany(owner => owner.Fields, (owner, field) => (owner, field)),
    ];

    [Fact]
    public void What_fits_is_what_the_checker_has_nothing_to_say_about() => Gen.Select(Gen.Int[0, Carried.Length - 1], Gen.Int).Sample((place, seed) =>
    {
        (ApiType owner, ApiField field) = Carried[place];
        string text = Write(field.Type, new Random(seed), 0);

        var errors = new FieldErrors();
        CarriedRules.Check(field.Name, JsonElement.Parse(text), field.Type, errors);

        bool isAccepted = IsAccepted(owner, $"{{\"{field.Name}\":{text}}}");
        Assert.True(isAccepted == (errors.Count == 0), $"{text} as {field}: {string.Join("; ", errors.All)}");
        Assert.Equal(isAccepted, JsonShape.Fits(JsonElement.Parse(text), field.Type));
    }, iter: 20_000);

    private static bool IsAccepted(ApiType type, string text)
    {
        var checker = new ManifestChecker(type);
        ManifestNode node = JsonManifestParser.Parse(Encoding.UTF8.GetBytes(text), int.MaxValue);
        checker.Check(node);
        return checker.TypeErrors.Count == 0 && checker.StrictErrors.Count == 0 && !HasNullItem(node);
    }

    private static bool HasNullItem(ManifestNode node) =>
        node.Items.Any(item => item.Kind == ManifestNodeKind.Null || HasNullItem(item)) || node.Members.Any(member => HasNullItem(member.Value));

    /// <summary>A value of a type, mostly; one value in thirty is any other.</summary>
    private static string Write(ApiType type, Random random, int depth)
    {
        if (depth > MaxDepth || random.Next(30) == 0)
        {
            return One(random, [.. Texts, .. Numbers, .. Others]);
        }

        IEnumerable<int> few = Enumerable.Range(0, random.Next(4));
        return type.Kind switch
        {
            ApiTypeKind.Struct => $"{{{string.Join(',', random.GetItems([.. type.Fields], random.Next(4)).DistinctBy(field => random.Next(20) == 0 ? field.Name + "2" : field.Name).Select(field => $"\"{field.Name}\":{Write(field.Type, random, depth + 1)}"))}}}",
            ApiTypeKind.Map => $"{{{string.Join(',', few.Select(key => $"\"{(random.Next(20) == 0 ? 0 : key).ToString(CultureInfo.InvariantCulture)}\":{Write(type.Element!, random, depth + 1)}"))}}}",
            ApiTypeKind.List => $"[{string.Join(',', few.Select(_ => Write(type.Element!, random, depth + 1)))}]",
            ApiTypeKind.Boolean => "true",
            ApiTypeKind.Int32 or ApiTypeKind.Int64 => One(random, ["0", "1", "-1", "2147483647"]),
            ApiTypeKind.Quantity => One(random, ["\"1Gi\"", "\"500m\"", "2", "1.5", "\" 2 \""]),
            ApiTypeKind.IntOrString => One(random, ["80", "\"http\""]),
            ApiTypeKind.Time => "\"2026-01-01T00:00:00Z\"",
            _ => One(random, Texts),
        };
    }

    private static string One(Random random, string[] values) => values[random.Next(values.Length)];
}

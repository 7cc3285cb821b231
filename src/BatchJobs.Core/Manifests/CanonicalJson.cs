using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BatchJobs.Primitives;
using BatchJobs.Schema;

namespace BatchJobs.Manifests;

/// <summary>Writes a manifest the way the API server does: its order of fields, maps sorted, times and numbers in one notation.</summary>
/// <param name="target">Where to.</param>
/// <param name="dropEmpty">Whether fields that are empty and need not be written are left out; on reading they tell apart "empty" and "absent".</param>
internal sealed class CanonicalJson(Utf8JsonWriter target, bool dropEmpty)
{
    /// <summary>How many bytes a thread keeps for the next manifest.</summary>
    private const int MaxKept = 64 * 1024;

    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, CanonicalJson Json)? reader;

    private readonly Utf8JsonWriter writer = target;

    /// <summary>The values of the fields of the structs that are being written, in the order of the fields.</summary>
    private readonly List<ManifestNode?> values = [];

    public static ReadOnlyMemory<byte> Write(ApiType type, ManifestNode node, bool dropEmpty, bool indented = false)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (Utf8JsonWriter json = Writer(buffer, indented))
        {
            new CanonicalJson(json, dropEmpty).Value(type, node);
        }

        return buffer.WrittenMemory;
    }

    /// <summary>Reads a manifest as an object.</summary>
    public static T Read<T>(ApiType type, ManifestNode node, JsonTypeInfo<T> result)
    {
        (ArrayBufferWriter<byte> buffer, CanonicalJson json) = reader ?? Reader();
        reader = null;
        json.Value(type, node);
        json.writer.Flush();
        T read = JsonSerializer.Deserialize(buffer.WrittenSpan, result)!;
        if (buffer.Capacity <= MaxKept)
        {
            json.writer.Reset();
            buffer.ResetWrittenCount();
            reader = (buffer, json);
        }

        return read;
    }

    private static (ArrayBufferWriter<byte> Buffer, CanonicalJson Json) Reader()
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        return (buffer, new CanonicalJson(Writer(buffer, indented: false), dropEmpty: false));
    }

    private static Utf8JsonWriter Writer(ArrayBufferWriter<byte> buffer, bool indented) => new(buffer, new JsonWriterOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Indented = indented,
        NewLine = "\n",
        MaxDepth = 1000,
        SkipValidation = true,
    });

    private void Value(ApiType type, ManifestNode node)
    {
        switch (type.Kind)
        {
            case ApiTypeKind.Any:
                Untyped(node);
                break;
            case ApiTypeKind.Struct:
                Struct(type, node);
                break;
            case ApiTypeKind.Map:
                Map(type, node);
                break;
            case ApiTypeKind.List:
                writer.WriteStartArray();
                foreach (ManifestNode item in node.Items)
                {
                    Value(type.Element!, item);
                }

                writer.WriteEndArray();
                break;
            case ApiTypeKind.Boolean:
                writer.WriteBooleanValue(node.Text == "true");
                break;
            case ApiTypeKind.Int32 or ApiTypeKind.Int64 or ApiTypeKind.IntOrString when node.Kind != ManifestNodeKind.String:
                writer.WriteNumberValue(long.TryParse(node.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : 0);
                break;
            case ApiTypeKind.Time:
                writer.WriteStringValue(ApiTime.TryParse(node.Text, out DateTimeOffset time) ? ApiTime.Format(time) : null);
                break;
            case ApiTypeKind.Quantity:
                writer.WriteStringValue(Quantity.TryParse(node.Text.Trim(), out Quantity quantity, out _) ? quantity.ToString() : "0");
                break;
            default:
                writer.WriteStringValue(node.Text);
                break;
        }
    }

    private void Struct(ApiType type, ManifestNode node)
    {
        writer.WriteStartObject();
        int first = values.Count;
        CollectionsMarshal.SetCount(values, first + type.Fields.Count);
        CollectionsMarshal.AsSpan(values)[first..].Clear();
        foreach (ManifestMember member in node.Members)
        {
            if (type.Find(member.Name) is { } field)
            {
                values[first + field.Index] = member.Value;
            }
        }

        foreach (ApiField field in type.Fields)
        {
            ManifestNode? value = values[first + field.Index];
            if (value is null or { Kind: ManifestNodeKind.Null } || (dropEmpty && field.Type.Kind == ApiTypeKind.List && value.Items.Count == 0))
            {
                Absent(field);
            }
            else if (!dropEmpty || field.Optional || field.AlwaysWritten || !IsEmpty(field.Type, value))
            {
                writer.WritePropertyName(field.Name);
                Value(field.Type, value);
            }
        }

        CollectionsMarshal.SetCount(values, first);
        writer.WriteEndObject();
    }

    /// <summary>Structs that are no pointers are always there; the rest of what is always written has a zero.</summary>
    private void Absent(ApiField field)
    {
        if (!field.AlwaysWritten || (!dropEmpty && field.Type.Kind != ApiTypeKind.Struct) || (!dropEmpty && field.Name == "status"))
        {
            return;
        }

        writer.WritePropertyName(field.Name);
        if (field.Optional || field.Type.Kind is ApiTypeKind.List or ApiTypeKind.Map or ApiTypeKind.Time)
        {
            writer.WriteNullValue();
        }
        else
        {
            Value(field.Type, new ManifestNode(ManifestNodeKind.Null, default));
        }
    }

    private void Map(ApiType type, ManifestNode node)
    {
        writer.WriteStartObject();
        foreach ((string key, ManifestNode value) in Sorted(node))
        {
            writer.WritePropertyName(key);
            Value(type.Element!, value);
        }

        writer.WriteEndObject();
    }

    private static SortedList<string, ManifestNode> Sorted(ManifestNode node)
    {
        var entries = new SortedList<string, ManifestNode>(node.Members.Count, StringComparer.Ordinal);
        foreach (ManifestMember member in node.Members)
        {
            entries[member.Name] = member.Value;
        }

        return entries;
    }

    private void Untyped(ManifestNode node)
    {
        switch (node.Kind)
        {
            case ManifestNodeKind.Object:
                writer.WriteStartObject();
                foreach (ManifestMember member in node.Members)
                {
                    writer.WritePropertyName(member.Name);
                    Untyped(member.Value);
                }

                writer.WriteEndObject();
                break;
            case ManifestNodeKind.Array:
                writer.WriteStartArray();
                node.Items.ForEach(Untyped);
                writer.WriteEndArray();
                break;
            case ManifestNodeKind.String:
                writer.WriteStringValue(node.Text);
                break;
            default:
                writer.WriteRawValue(node.Kind == ManifestNodeKind.Null ? "null" : node.Text);
                break;
        }
    }

    private static bool IsEmpty(ApiType type, ManifestNode node) => type.Kind switch
    {
        ApiTypeKind.List => node.Items.Count == 0,
        ApiTypeKind.Map => node.Members.Count == 0,
        ApiTypeKind.Boolean => node.Text != "true",
        ApiTypeKind.Int32 or ApiTypeKind.Int64 => node.Text.AsSpan().TrimStart('-') is "0",
        ApiTypeKind.Struct => false,
        _ => node.Text.Length == 0,
    };
}

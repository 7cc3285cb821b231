using System.Buffers;
using System.Text.Json;

namespace BatchJobs.Sqlite.Writing;

/// <summary>Writes labels as JSON, so that people can ask for them in SQL; each time in the same place.</summary>
internal sealed class LabelsWriter : IDisposable
{
    private readonly ArrayBufferWriter<byte> text = new(256);
    private readonly Utf8JsonWriter writer;

    public LabelsWriter() => writer = new Utf8JsonWriter(text);

    /// <summary>The labels in UTF-8; valid until the next are written.</summary>
    public ReadOnlySpan<byte> Write(IReadOnlyDictionary<string, string> labels)
    {
        text.ResetWrittenCount();
        writer.Reset();
        writer.WriteStartObject();
        foreach ((string key, string value) in labels)
        {
            writer.WriteString(key, value);
        }

        writer.WriteEndObject();
        writer.Flush();
        return text.WrittenSpan;
    }

    public void Dispose() => writer.Dispose();
}

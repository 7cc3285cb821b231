using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace BatchJobs.Processes.Logs.Files;

/// <summary>A line of a log file: time, stream, container, text, with a blank between them.</summary>
/// <remarks>As the container runtimes of Kubernetes write it, with the container in the place of their tag.</remarks>
internal static class LogLine
{
    private const byte Blank = (byte)' ';
    private const byte NewLine = (byte)'\n';

    internal static void Write(IBufferWriter<byte> to, LogEntry entry)
    {
        var head = to.GetSpan(64);
        Utf8Formatter.TryFormat(entry.Time.UtcDateTime, head, out var length, new StandardFormat('O'));
        to.Advance(length);
        to.Write(entry.IsError ? " stderr "u8 : " stdout "u8);
        var name = to.GetSpan(Encoding.UTF8.GetMaxByteCount(entry.Container.Length) + 1);
        length = Encoding.UTF8.GetBytes(entry.Container, name);
        name[length] = Blank;
        to.Advance(length + 1);
        to.Write(entry.Bytes);
        to.Write([NewLine]);
    }

    /// <summary>Reads a line, given without its end.</summary>
    internal static LogEntry Read(ReadOnlySpan<byte> line)
    {
        var time = Next(ref line);
        var stream = Next(ref line);
        var container = Next(ref line);
        _ = DateTimeOffset.TryParse(Encoding.UTF8.GetString(time), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at);
        return new LogEntry(Encoding.UTF8.GetString(container), line.ToArray(), stream.SequenceEqual("stderr"u8), at);
    }

    private static ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf(Blank);
        var field = end < 0 ? rest : rest[..end];
        rest = end < 0 ? [] : rest[(end + 1)..];
        return field;
    }
}

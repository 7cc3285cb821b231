using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace BatchJobs.Control.Protocol;

/// <summary>Messages over a socket: four bytes of length (big-endian), then JSON in UTF-8.</summary>
internal sealed class MessageStream(Socket socket) : IAsyncDisposable
{
    /// <summary>Ten times what the largest object may be; anything larger is no message.</summary>
    public const int MaxLength = 16 * 1024 * 1024;

    private const int PrefixLength = sizeof(int);

    private readonly NetworkStream stream = new(socket, ownsSocket: true);
    private readonly ArrayBufferWriter<byte> outgoing = new();
    private readonly PipeReader incoming = PipeReader.Create(new NetworkStream(socket, ownsSocket: false));

    /// <summary>Writes a message.</summary>
    /// <exception cref="JobControlException">It is too large; nothing of it was written.</exception>
    public async ValueTask WriteAsync<T>(T message, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        outgoing.ResetWrittenCount();
        outgoing.Advance(outgoing.GetSpan(PrefixLength)[..PrefixLength].Length);
        using (var json = new Utf8JsonWriter(outgoing))
        {
            JsonSerializer.Serialize(json, message, type);
        }

        int length = outgoing.WrittenCount - PrefixLength;
        if (length > MaxLength)
        {
            throw new JobControlException(JobControlProblem.Failed, $"A message of {length} bytes is larger than {MaxLength}, the most that can be sent.");
        }

        Memory<byte> bytes = System.Runtime.InteropServices.MemoryMarshal.AsMemory(outgoing.WrittenMemory);
        BinaryPrimitives.WriteInt32BigEndian(bytes.Span, length);
        await stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the next message.</summary>
    /// <returns>The message; null when the other side has closed.</returns>
    /// <exception cref="InvalidDataException">What comes is no message.</exception>
    public async ValueTask<T?> ReadAsync<T>(JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        ReadResult read = await incoming.ReadAtLeastAsync(PrefixLength, cancellationToken).ConfigureAwait(false);
        if (read.Buffer.Length < PrefixLength)
        {
            return null;
        }

        int length = LengthOf(read.Buffer);
        incoming.AdvanceTo(read.Buffer.GetPosition(PrefixLength));
        read = await incoming.ReadAtLeastAsync(length, cancellationToken).ConfigureAwait(false);
        if (read.Buffer.Length < length)
        {
            return null;
        }

        ReadOnlySequence<byte> body = read.Buffer.Slice(0, length);
        T? message = Parse(body, type);
        incoming.AdvanceTo(body.End);
        return message;
    }

    /// <summary>Ends when the other side has closed; it has nothing more to say.</summary>
    public async Task WhenClosedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await incoming.ReadAtLeastAsync(1, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // Closed without a word.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await incoming.CompleteAsync().ConfigureAwait(false);
        await stream.DisposeAsync().ConfigureAwait(false);
    }

    private static int LengthOf(ReadOnlySequence<byte> buffer)
    {
        Span<byte> prefix = stackalloc byte[PrefixLength];
        buffer.Slice(0, PrefixLength).CopyTo(prefix);
        int length = BinaryPrimitives.ReadInt32BigEndian(prefix);
        return length is > 0 and <= MaxLength ? length : throw new InvalidDataException($"{length} is not the length of a message");
    }

    private static T? Parse<T>(ReadOnlySequence<byte> body, JsonTypeInfo<T> type)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = type.Options.MaxDepth });
        try
        {
            return JsonSerializer.Deserialize(ref reader, type);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"a message can't be read: {error.Message}", error);
        }
    }
}

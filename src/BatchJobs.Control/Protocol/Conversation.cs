using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace BatchJobs.Control.Protocol;

/// <summary>Asks a server one thing over a connection of its own, which closing ends.</summary>
internal sealed class Conversation(string path)
{
    // Nobody tells when there is room again.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Asks and hears the answer part by part.</summary>
    /// <returns>All parts, the last of which says that it is the end.</returns>
    public async IAsyncEnumerable<ControlReply> AskAsync(ControlRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        MessageStream messages = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable closed = messages.ConfigureAwait(false);
        ControlHello hello = await GreetAsync(messages, cancellationToken).ConfigureAwait(false);
        await TellingAsync(() => messages.WriteAsync(request, ControlJson.Default.ControlRequest, cancellationToken)).ConfigureAwait(false);
        while (true)
        {
            ControlReply? reply = null;
            await TellingAsync(async () => reply = await messages.ReadAsync(ControlJson.Default.ControlReply, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
            if (reply is null)
            {
                throw Lost($"{hello.Server} closed the connection before it had answered: it has ended.");
            }

            if (reply.Error is { } error)
            {
                throw error.ToException();
            }

            yield return reply;
            if (reply.End)
            {
                yield break;
            }
        }
    }

    private async ValueTask<MessageStream> ConnectAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await TryConnectAsync(cancellationToken).ConfigureAwait(false) is { } messages)
            {
                return messages;
            }

            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <returns>The connection; null if too many others wait for theirs.</returns>
    private async ValueTask<MessageStream?> TryConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken).ConfigureAwait(false);
            return new MessageStream(socket);
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.WouldBlock)
        {
            socket.Dispose();
            return null;
        }
        catch (SocketException error)
        {
            socket.Dispose();
            throw error.SocketErrorCode == SocketError.AccessDenied
                ? new JobControlException(JobControlProblem.Unavailable, $"{path} can't be opened: it belongs to another user.", error)
                : new JobControlException(JobControlProblem.NotListening, $"Nobody listens at {path}: no engine serves it, or the one that did has ended.", error);
        }
        catch (ArgumentException error)
        {
            socket.Dispose();
            throw new JobControlException(JobControlProblem.Unavailable, $"{path} is too long to be the path of a socket.", error);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async ValueTask<ControlHello> GreetAsync(MessageStream messages, CancellationToken cancellationToken)
    {
        ControlHello? hello = null;
        await TellingAsync(async () => hello = await messages.ReadAsync(ControlJson.Default.ControlHello, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        return hello switch
        {
            null => throw Lost("the server closed the connection before it had said a word."),
            { Service: not ControlHello.ServiceName } => throw new JobControlException(JobControlProblem.VersionMismatch, $"{path} is served by something that is not BatchJobs."),
            { Protocol: not ControlHello.CurrentProtocol } => throw new JobControlException(JobControlProblem.VersionMismatch, RemoteJobClient.Mismatch(path, hello.Protocol, ControlHello.CurrentProtocol)),
            _ => hello,
        };
    }

    private async ValueTask TellingAsync(Func<ValueTask> exchange)
    {
        try
        {
            await exchange().ConfigureAwait(false);
        }
        catch (InvalidDataException error)
        {
            throw new JobControlException(JobControlProblem.VersionMismatch, $"{path} is served by something that does not speak as this version of BatchJobs does: {error.Message}", error);
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            throw Lost(error.Message, error);
        }
    }

    private JobControlException Lost(string message, Exception? error = null) =>
        new(JobControlProblem.ConnectionLost, $"The connection to {path} was lost: {message}", error);
}

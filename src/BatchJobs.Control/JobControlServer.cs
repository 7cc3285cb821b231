using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using BatchJobs.Control.Protocol;
using BatchJobs.Control.Serving;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace BatchJobs.Control;

/// <summary>Lets other processes of the same user look at the Jobs of an engine and change them, over a Unix domain socket.</summary>
/// <remarks>Whoever can open the socket can do all that the engine can; its mode is 0600. <see cref="RemoteJobClient"/> is the other side.</remarks>
public sealed partial class JobControlServer : IAsyncDisposable
{
    private readonly CancellationTokenSource closing = new();
    private readonly ConcurrentDictionary<Task, bool> connections = [];
    private readonly ListeningSocket socket;
    private readonly Answers answers;
    private readonly ILogger logger;
    private readonly Task accepting;
    private int disposed;

    private JobControlServer(Answers answers, string path, ILogger logger)
    {
        this.answers = answers;
        this.logger = logger;
        Path = path;
        socket = ListeningSocket.Open(path);
        accepting = AcceptAsync();
    }

    /// <summary>Where the server listens.</summary>
    public string Path { get; }

    /// <summary>Begins to listen.</summary>
    /// <typeparam name="TClient">A <see cref="JobEngine"/>, or another client of both kinds.</typeparam>
    /// <param name="client">Answers; it stays the caller's, who closes the server before it.</param>
    /// <param name="path">The socket; its folder has to exist. <see cref="JobControlSocket"/> says where it is looked for.</param>
    /// <param name="loggerFactory">Where failures are logged; null for nowhere.</param>
    /// <returns>The server.</returns>
    /// <exception cref="JobControlException">Another server listens there, or nobody can.</exception>
    public static JobControlServer Start<TClient>(TClient client, string path, ILoggerFactory? loggerFactory = null)
        where TClient : IJobClient, ICronJobClient
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ILogger log = (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger("BatchJobs.Control");
        return new JobControlServer(new Answers(client, client), System.IO.Path.GetFullPath(path), log);
    }

    /// <summary>Ends all conversations and removes the socket.</summary>
    /// <returns>A task that ends when nobody is served any more.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) == 1)
        {
            return;
        }

        socket.Dispose();
        await closing.CancelAsync().ConfigureAwait(false);
        await accepting.ConfigureAwait(false);
        await Task.WhenAll(connections.Keys).ConfigureAwait(false);
        closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        await Task.Yield();
        while (!closing.IsCancellationRequested)
        {
            try
            {
                Socket connection = await socket.AcceptAsync(closing.Token).ConfigureAwait(false);
                Task served = ServeAsync(connection);
                connections.TryAdd(served, true);
                _ = served.ContinueWith(task => connections.TryRemove(task, out _), TaskScheduler.Default);
            }
            catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException error) when (!closing.IsCancellationRequested)
            {
                AcceptFailed(logger, Path, error);
                await Task.Delay(TimeSpan.FromMilliseconds(100), CancellationToken.None).ConfigureAwait(false);
            }
            catch (SocketException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket connection)
    {
        await Task.Yield();
        var messages = new MessageStream(connection);
        await using ConfiguredAsyncDisposable closed = messages.ConfigureAwait(false);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(closing.Token);
        try
        {
            await ConverseAsync(messages, ended).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The other side has gone, or this one is going.
        }
        catch (InvalidDataException error)
        {
            NotUnderstood(logger, Path, error);
        }
    }

    private async Task ConverseAsync(MessageStream messages, CancellationTokenSource ended)
    {
        var hello = new ControlHello(ControlHello.ServiceName, ControlHello.CurrentProtocol, string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} on {Environment.MachineName}"));
        await messages.WriteAsync(hello, ControlJson.Default.ControlHello, ended.Token).ConfigureAwait(false);
        if (await messages.ReadAsync(ControlJson.Default.ControlRequest, ended.Token).ConfigureAwait(false) is not { } request)
        {
            return;
        }

        Task gone = EndWhenGoneAsync(messages, ended);
        try
        {
            if (request.Protocol != ControlHello.CurrentProtocol)
            {
                throw new NotSupportedException(RemoteJobClient.Mismatch(Path, ControlHello.CurrentProtocol, request.Protocol));
            }

            await foreach (ControlReply reply in answers.Of(request, ended.Token).ConfigureAwait(false))
            {
                await messages.WriteAsync(reply, ControlJson.Default.ControlReply, ended.Token).ConfigureAwait(false);
            }
        }
#pragma warning disable CA1031 // whatever it is, whoever asked is told
        catch (Exception error) when (!ended.IsCancellationRequested)
#pragma warning restore CA1031
        {
            await messages.WriteAsync(new ControlReply { Error = ControlError.Of(error) }, ControlJson.Default.ControlReply, ended.Token).ConfigureAwait(false);
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await gone.ConfigureAwait(false);
        }
    }

    /// <summary>Whoever closes the connection wants no answer any more.</summary>
    private static async Task EndWhenGoneAsync(MessageStream messages, CancellationTokenSource ended)
    {
        try
        {
            await messages.WhenClosedAsync(ended.Token).ConfigureAwait(false);
            await ended.CancelAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The answer came first.
        }
    }

    [LoggerMessage(200, LogLevel.Warning, "A connection at {Path} could not be taken")]
    private static partial void AcceptFailed(ILogger logger, string path, Exception error);

    [LoggerMessage(201, LogLevel.Warning, "Something that is not understood came at {Path}")]
    private static partial void NotUnderstood(ILogger logger, string path, Exception error);
}

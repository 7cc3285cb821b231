using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace BatchJobs.Kubernetes.Tests.Faults;

/// <summary>Passes bytes between a client and the API server, and now and then resets a connection in the middle.</summary>
internal sealed class BreakingProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource closing = new();
    private readonly ConcurrentDictionary<Socket, bool> open = new();
    private readonly Uri server;
    private readonly Dice dice;
    private readonly Task accepting;

    public BreakingProxy(Uri server, Dice dice)
    {
        this.server = server;
        this.dice = dice;
        listener.Start();
        accepting = Task.Run(AcceptAsync);
    }

    public Uri Address => new($"{server.Scheme}://{server.Host}:{((IPEndPoint)listener.LocalEndpoint).Port}");

    /// <summary>Connections of the client that are open now.</summary>
    public int Open => open.Count;

    public int Resets { get; private set; }

    /// <summary>Ends when the client has closed all connections.</summary>
    public async Task WhenAllClosedAsync(CancellationToken cancellationToken)
    {
        while (Open > 0)
        {
            await Task.Delay(20, cancellationToken);
        }
    }

    /// <summary>Resets one of the open connections.</summary>
    public void BreakOne()
    {
        List<Socket> candidates = [.. open.Keys];
        if (candidates.Count > 0)
        {
            Resets++;
            Reset(candidates[dice.Next(candidates.Count)]);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        listener.Dispose();
        await accepting;
        closing.Dispose();
    }

    private static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
            socket.Close();
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // It is closed already.
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket client = await listener.AcceptSocketAsync(closing.Token);
                open[client] = true;
                _ = Task.Run(() => ServeAsync(client));
            }
        }
        catch (OperationCanceledException)
        {
            // Closed.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using Socket upstream = new(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await upstream.ConnectAsync(server.Host, server.Port, closing.Token);
            Task up = PumpAsync(client, upstream);
            Task down = PumpAsync(upstream, client);
            await Task.WhenAny(up, down);
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Whoever is left is told below.
        }
        finally
        {
            Reset(client);
            open.TryRemove(client, out _);
        }
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        byte[] buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, closing.Token) is > 0 and var length)
            {
                await to.SendAsync(buffer.AsMemory(0, length), closing.Token);
            }
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Broken, which is what it is for.
        }
    }
}

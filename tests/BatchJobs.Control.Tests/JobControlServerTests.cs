using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using BatchJobs.Client;
using BatchJobs.Control.Tests.Support;
using BatchJobs.Primitives;
using BatchJobs.Specs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace BatchJobs.Control.Tests;

/// <summary>Opening, owning and closing a socket.</summary>
public sealed class JobControlServerTests : IAsyncDisposable
{
    private readonly ControlBench bench = new();

    private static CancellationToken Token => ControlBench.Token;

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Only_the_user_who_opened_it_can_use_a_socket() =>
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(bench.Socket));

    [Fact]
    public void Nothing_is_left_beside_a_socket() =>
        Assert.Equal([bench.Socket], Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(bench.Socket)!));

    [Fact]
    public async Task A_closed_server_takes_its_socket_away()
    {
        await bench.Server.DisposeAsync();

        Assert.False(File.Exists(bench.Socket));
        JobControlException error = await Assert.ThrowsAsync<JobControlException>(() => bench.Client.GetAsync(new JobKey("work"), Token));
        Assert.Equal(JobControlProblem.NotListening, error.Problem);
        Assert.Contains(bench.Socket, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_socket_has_one_server()
    {
        JobControlException error = Assert.Throws<JobControlException>(() => JobControlServer.Start(bench.Engine, bench.Socket));

        Assert.Equal(JobControlProblem.InUse, error.Problem);
    }

    [Fact]
    public async Task The_socket_of_an_owner_that_died_is_replaced()
    {
        string stale = bench.Socket + "2";
        using (var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            dead.Bind(new UnixDomainSocketEndPoint(stale));
            File.Move(stale, stale + ".kept");
        }

        File.Move(stale + ".kept", stale);
        Assert.Equal(JobControlProblem.NotListening, (await Assert.ThrowsAsync<JobControlException>(() => new RemoteJobClient(stale).PingAsync(Token))).Problem);

        await using JobControlServer server = JobControlServer.Start(bench.Engine, stale);
        await new RemoteJobClient(stale).PingAsync(Token);
    }

    [Fact]
    public void A_file_that_is_no_socket_is_left_alone()
    {
        string file = bench.Socket + "2";
        File.WriteAllText(file, "precious");

        JobControlException error = Assert.Throws<JobControlException>(() => JobControlServer.Start(bench.Engine, file));

        Assert.Equal(JobControlProblem.InUse, error.Problem);
        Assert.Equal("precious", File.ReadAllText(file));
    }

    [Fact]
    public void A_path_that_no_socket_can_have_is_refused()
    {
        JobControlException error = Assert.Throws<JobControlException>(() => JobControlServer.Start(bench.Engine, bench.Socket + new string('x', 300)));

        Assert.Equal(JobControlProblem.Unavailable, error.Problem);
    }

    [Fact]
    public void A_path_that_no_client_could_connect_to_is_refused()
    {
        string path = Path.Combine(Path.GetDirectoryName(bench.Socket)!, new string('x', 108));

        JobControlException error = Assert.Throws<JobControlException>(() => JobControlServer.Start(bench.Engine, path));

        Assert.Equal(JobControlProblem.Unavailable, error.Problem);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task A_server_closes_although_its_folder_has_gone()
    {
        string folder = bench.Socket + "-folder";
        Directory.CreateDirectory(folder);
        JobControlServer server = JobControlServer.Start(bench.Engine, Path.Combine(folder, "s"));
        Directory.Move(folder, folder + "2");

        await server.DisposeAsync();

        JobControlException error = await Assert.ThrowsAsync<JobControlException>(() => new RemoteJobClient(Path.Combine(folder + "2", "s")).PingAsync(Token));
        Assert.Equal(JobControlProblem.NotListening, error.Problem);
    }

    [Fact]
    public async Task A_client_hears_that_the_owner_went_away_in_the_middle()
    {
        JobKey key = (await bench.Client.CreateAsync(ControlBench.NewJob("work", "until-released"), Token)).Key();
        await using IAsyncEnumerator<JobChange> watch = bench.Client.WatchAsync(new JobWatchOptions { Key = key }, Token).GetAsyncEnumerator(Token);
        await watch.MoveNextAsync();
        await bench.Server.DisposeAsync();

        JobControlException error = await Assert.ThrowsAsync<JobControlException>(async () =>
        {
            while (await watch.MoveNextAsync())
            {
                // Changes of before.
            }
        });
        Assert.Equal(JobControlProblem.ConnectionLost, error.Problem);
    }

    [Theory]
    [InlineData("""{"service":"batchjobs","protocol":7,"server":"x"}""", "speaks version 7 of the protocol and this client version 1")]
    [InlineData("""{"service":"something","protocol":1,"server":"x"}""", "is not BatchJobs")]
    [InlineData("hello", "does not speak as this version of BatchJobs does")]
    public async Task A_server_of_another_kind_is_told_apart(string greeting, string message)
    {
        string path = bench.Socket + "2";
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        Task served = GreetAsync(listener, greeting);

        JobControlException error = await Assert.ThrowsAsync<JobControlException>(() => new RemoteJobClient(path).PingAsync(Token));
        await served;

        Assert.Equal(JobControlProblem.VersionMismatch, error.Problem);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Something_that_is_no_message_ends_its_connection_and_nothing_else()
    {
        using (var stranger = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            await stranger.ConnectAsync(new UnixDomainSocketEndPoint(bench.Socket), Token);
            await stranger.SendAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray(), Token);
            byte[] buffer = new byte[4096];
            while (await ReceiveAsync(stranger, buffer) > 0)
            {
                // The greeting, then the end.
            }
        }

        await bench.Client.PingAsync(Token);
    }

    [Fact]
    public async Task A_host_opens_the_socket_and_closes_it()
    {
        string socket = bench.Socket + "2";
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddBatchJobs().UseInProcess().AddHandler("succeed", _ => Task.CompletedTask).AddHosting().AddControl(socket);
        using IHost host = builder.Build();
        await host.StartAsync(Token);

        Job job = await new RemoteJobClient(socket).CreateAsync(ControlBench.NewJob("work"), Token);
        Assert.True((await host.Services.GetRequiredService<IJobClient>().WaitAsync(job.Key(), Token)).IsComplete());

        await host.StopAsync(Token);
        Assert.False(File.Exists(socket));
    }

    [Fact]
    public async Task A_client_that_finds_too_many_before_it_waits_for_its_turn()
    {
        string path = bench.Socket + "2";
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(1);
        List<Socket> others = [];
        while (TryConnect(path) is { } other)
        {
            others.Add(other);
        }

        Task ping = new RemoteJobClient(path).PingAsync(Token);
        foreach (Socket other in others)
        {
            (await listener.AcceptAsync(Token)).Dispose();
            other.Dispose();
        }

        Task served = GreetAsync(listener, """{"service":"something","protocol":1,"server":"x"}""");
        Assert.Equal(JobControlProblem.VersionMismatch, (await Assert.ThrowsAsync<JobControlException>(() => ping)).Problem);
        await served;
    }

    /// <returns>The connection; null if there are too many already.</returns>
    private static Socket? TryConnect(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return socket;
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.WouldBlock)
        {
            socket.Dispose();
            return null;
        }
    }

    private static async Task<int> ReceiveAsync(Socket socket, byte[] buffer)
    {
        try
        {
            return await socket.ReceiveAsync(buffer, Token);
        }
        catch (SocketException)
        {
            return 0;
        }
    }

    private static async Task GreetAsync(Socket listener, string greeting)
    {
        using Socket connection = await listener.AcceptAsync(Token);
        byte[] body = Encoding.UTF8.GetBytes(greeting);
        await connection.SendAsync((byte[])[0, 0, 0, (byte)body.Length, .. body], Token);
        await connection.ReceiveAsync(new byte[1], Token);
    }
}

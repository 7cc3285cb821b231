using System.Net.Sockets;

namespace BatchJobs.Control.Serving;

/// <summary>A Unix domain socket that only its owner can open, from its first moment on.</summary>
internal sealed class ListeningSocket : IDisposable
{
    private const int Backlog = 128;

    private readonly Socket socket;
    private readonly string path;

    private ListeningSocket(Socket socket, string path)
    {
        this.socket = socket;
        this.path = path;
    }

    /// <summary>Begins to listen; the socket of an owner that has died is replaced.</summary>
    /// <exception cref="JobControlException">Somebody else listens there, or nobody can.</exception>
    public static ListeningSocket Open(string path)
    {
        RefuseIfUnreachable(path);
        RefuseIfTaken(path);
        string folder = Path.Combine(Path.GetDirectoryName(path)!, Path.GetRandomFileName());
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            // Nobody else can look into the folder, so nobody can connect before the mode is set.
            CreatePrivate(folder);
            string hidden = Path.Combine(folder, "s");
            listener.Bind(new UnixDomainSocketEndPoint(hidden));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(hidden, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            listener.Listen(Backlog);
            File.Move(hidden, path, overwrite: true);
            return new ListeningSocket(listener, path);
        }
        catch (Exception error) when (error is SocketException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            listener.Dispose();
            throw Unavailable(path, error);
        }
        finally
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    public ValueTask<Socket> AcceptAsync(CancellationToken cancellationToken) => socket.AcceptAsync(cancellationToken);

    public void Dispose()
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Its folder has gone, or is somebody else's now; nobody listens there any longer all the same.
        }

        socket.Dispose();
    }

    private static void CreatePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>A socket can be moved to a path that is too long for whoever wants to connect to it.</summary>
    private static void RefuseIfUnreachable(string path)
    {
        try
        {
            _ = new UnixDomainSocketEndPoint(path);
        }
        catch (ArgumentException error)
        {
            throw Unavailable(path, error);
        }
    }

    private static JobControlException Unavailable(string path, Exception error) =>
        new(JobControlProblem.Unavailable, $"{path} can't be made a socket: {error.Message}", error);

    private static void RefuseIfTaken(string path)
    {
        if (!File.Exists(path))
        {
            return;
        }

        if (IsOrdinaryFile(path))
        {
            throw new JobControlException(JobControlProblem.InUse, $"{path} is a file, not a socket: give another name, or remove it.");
        }

        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException)
        {
            // Its owner has died.
            return;
        }

        throw new JobControlException(JobControlProblem.InUse, $"Another server listens at {path} already.");
    }

    /// <summary>A socket is the one kind of file that can't be opened.</summary>
    private static bool IsOrdinaryFile(string path)
    {
        try
        {
            File.OpenHandle(path).Dispose();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }
}

using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using BatchJobs.Processes.Launching;
using BatchJobs.Processes.Leftovers;
using BatchJobs.Processes.Unix;

namespace BatchJobs.Processes.Portable;

/// <summary>Starts programs as .NET does, on any system: what this costs is told by the capabilities.</summary>
internal sealed class PortableLauncher : IProcessLauncher
{
    private readonly ConcurrentDictionary<PortableProcess, bool> living = new();
    private readonly PortableSystem system;
    private readonly TimeProvider time;
    private readonly string folder;
    private readonly bool hasConsole;
    private long messages;

    /// <param name="system">What is different from system to system.</param>
    /// <param name="time">The clock.</param>
    /// <param name="folder">Where files can be made for a moment.</param>
    internal PortableLauncher(PortableSystem system, TimeProvider time, string folder)
    {
        (this.system, this.time, this.folder) = (system, time, folder);
        hasConsole = system.Host.GracefulStop;
        AppDomain.CurrentDomain.ProcessExit += KillAll;
    }

    public HostCapabilities Host => system.Host;

    public IProcessTable? Table => system.Table;

    public string NewMessagePath() => Path.Combine(folder, $"message{Interlocked.Increment(ref messages).ToString(CultureInfo.InvariantCulture)}");

    public IContainerProcess Launch(SpawnRequest request, IOutputSink? output, IOutputSink? error)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(request.MessagePath, []);
        var containment = system.Contain(request);
        Process? process = null;
        try
        {
            process = Process.Start(Describe(request))!;
            containment.Add(process);
            process.StandardInput.Close();
            var started = new PortableProcess(process, containment, request.MessagePath, time, ended => living.TryRemove(ended, out _), output ?? NoSink.Instance, error ?? NoSink.Instance);
            living[started] = true;
            return started;
        }
        catch (Exception failure)
        {
            if (process is not null) containment.Kill(process);
            process?.Dispose();
            containment.Dispose();
            File.Delete(request.MessagePath);
            if (failure is Win32Exception native) throw new LaunchException(Words(native), isTransient: system.IsShortage(native.NativeErrorCode));
            throw;
        }
    }

    public IContainerProcess? TryAdopt(int id, long startTime, string marker, IOutputSink? output, IOutputSink? error) => null;

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= KillAll;
        KillAll(this, EventArgs.Empty);
    }

    private static string Words(Win32Exception error) =>
        OperatingSystem.IsWindows() ? new Win32Exception(error.NativeErrorCode).Message : PosixException.Words(error.NativeErrorCode);

    private ProcessStartInfo Describe(SpawnRequest request)
    {
        var directory = request.WorkingDirectory ?? Environment.CurrentDirectory;
        var start = new ProcessStartInfo(Path.GetFullPath(request.Path, Path.GetFullPath(directory)))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = !hasConsole,
            WorkingDirectory = request.WorkingDirectory ?? "",
        };
        if (OperatingSystem.IsWindows()) start.CreateNewProcessGroup = true; // so that it alone is asked to end
        foreach (var argument in request.Arguments.Skip(1)) start.ArgumentList.Add(argument);
        start.Environment.Clear();
        foreach (var entry in request.Environment)
        {
            var end = entry.IndexOf('=', 1);
            start.Environment[entry[..end]] = entry[(end + 1)..];
        }

        return start;
    }

    // Nobody else ends them when the application ends without closing the executor; when it is killed nobody does.
    private void KillAll(object? sender, EventArgs arguments)
    {
        foreach (var (process, _) in living) process.Signal(Signals.Kill);
    }
}

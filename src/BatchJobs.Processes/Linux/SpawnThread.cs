using System.Globalization;
using System.Runtime.ExceptionServices;
using BatchJobs.Processes.Launching;
using BatchJobs.Processes.Linux.Users;
using BatchJobs.Processes.Unix;

namespace BatchJobs.Processes.Linux;

/// <summary>Starts a program from a thread of its own, which may be another user, and holds the child back until it has been confined.</summary>
/// <remarks>
/// The child waits before its program begins, in opening a named pipe that nobody has opened for writing yet. The thread that starts it waits
/// for the program; another one thus finds the child, and lets it go.
/// </remarks>
/// <param name="request">What to start.</param>
/// <param name="gate">A path for the named pipe.</param>
internal sealed class SpawnThread(SpawnRequest request, string gate)
{
    private const int OwnerReadsAndWritesOthersRead = 0x1A4; // 0644

    private volatile int number;
    private volatile bool over;
    private int process;
    private ExceptionDispatchInfo? failure;

    /// <param name="spawn">Starts the program; is given the gate to go through, or null.</param>
    /// <returns>The process, and what went wrong in confining it, or null.</returns>
    /// <exception cref="PosixException">The program could not be started.</exception>
    internal (int Process, Exception? Unconfined) Run(Func<string?, int> spawn)
    {
        if (request.Confine is not null && (LinuxLibc.MakePipe(gate, OwnerReadsAndWritesOthersRead) != 0 || LinuxLibc.ChangeMode(gate, OwnerReadsAndWritesOthersRead) != 0)) throw PosixException.Last();
        try
        {
            var thread = new Thread(() => Spawn(spawn)) { Name = "BatchJobs spawn" };
            thread.Start();
            var unconfined = request.Confine is null ? null : Confine(request.Confine);
            thread.Join();
            if (request.User is not null) ThreadUser.RestoreDumpable();
            failure?.Throw();
            return (process, unconfined);
        }
        finally
        {
            if (request.Confine is not null) File.Delete(gate);
        }
    }

    private void Spawn(Func<string?, int> spawn)
    {
        number = LinuxLibc.ThreadNumber();
        try
        {
            if (request.User is { } user) ThreadUser.Become(user);
            process = spawn(request.Confine is null ? null : gate);
        }
        catch (PosixException error)
        {
            failure = ExceptionDispatchInfo.Capture(error);
        }

        over = true;
    }

    private Exception? Confine(Action<int> confine)
    {
        var child = 0;
        Exception? unconfined = null;
        for (var wait = default(SpinWait); child == 0 && !over; wait.SpinOnce(sleep1Threshold: 100)) child = Child();
        try
        {
            if (child != 0) confine(child);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            unconfined = error;
        }

        for (var wait = default(SpinWait); !over && !TryLetGo(); wait.SpinOnce(sleep1Threshold: 100))
        {
        }

        return unconfined;
    }

    private int Child()
    {
        if (number == 0) return 0;
        try
        {
            var children = File.ReadAllText($"/proc/self/task/{number}/children");
            return children.Length == 0 ? 0 : int.Parse(children.AsSpan().Trim(), CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0; // the thread is gone
        }
    }

    private bool TryLetGo()
    {
        var writer = LinuxLibc.Open(gate, DescriptorFlags.WriteOnly | DescriptorFlags.NonBlocking | DescriptorFlags.CloseOnExec);
        if (writer < 0) return false; // the child is not there yet
        LinuxLibc.Close(writer);
        return true;
    }
}

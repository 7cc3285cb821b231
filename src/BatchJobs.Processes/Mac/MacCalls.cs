using System.Buffers;
using System.Runtime.InteropServices;

namespace BatchJobs.Processes.Mac;

/// <summary>The functions of macOS that tell of processes.</summary>
internal static unsafe partial class MacCalls
{
    private const int AllProcesses = 1; // PROC_ALL_PIDS
    private const int Kernel = 1; // CTL_KERN
    private const int ProcessArguments = 49; // KERN_PROCARGS2
    private const int MaxArguments = 1024 * 1024; // what exec takes at most

    /// <summary>The numbers of all processes.</summary>
    internal static int[] Processes()
    {
        // Some may be started between the two calls.
        var numbers = new int[(ListProcesses(AllProcesses, 0, null, 0) / sizeof(int)) + 64];
        fixed (int* start = numbers)
        {
            var bytes = ListProcesses(AllProcesses, 0, start, numbers.Length * sizeof(int));
            return [.. numbers.Take(Math.Max(0, bytes / sizeof(int))).Where(number => number > 0)];
        }
    }

    /// <summary>Reads something in the arguments and the environment of a process as the kernel has them; null if it does not tell.</summary>
    internal static string? Arguments(int process, Func<ReadOnlySpan<byte>, string?> read)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(MaxArguments);
        var name = stackalloc int[] { Kernel, ProcessArguments, process };
        nuint length = MaxArguments;
        try
        {
            fixed (byte* start = bytes)
            {
                if (SystemControl(name, 3, start, &length, null, 0) != 0) return null;
            }

            return read(bytes.AsSpan(0, (int)length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    [LibraryImport("libproc", EntryPoint = "proc_listpids")]
    private static partial int ListProcesses(uint kind, uint information, int* numbers, int bytes);

    [LibraryImport("libc", EntryPoint = "sysctl", SetLastError = true)]
    private static partial int SystemControl(int* name, uint nameLength, byte* old, nuint* oldLength, byte* fresh, nuint freshLength);
}

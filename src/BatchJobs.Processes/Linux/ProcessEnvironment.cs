using System.Buffers;
using System.Globalization;
using System.Text;

namespace BatchJobs.Processes.Linux;

/// <summary>The environment a process was started with, as <c>/proc</c> has it.</summary>
/// <remarks>
/// In the middle of <c>exec</c> a process seems to have none, or only a part: the kernel has let go of the old one and not yet placed the new one.
/// Who takes that for an answer leaves a process behind that should have been found.
/// </remarks>
internal static class ProcessEnvironment
{
    private const int MaxLength = 2 * 1024 * 1024; // what exec takes at most, arguments included

    // How often it may differ from what the process has a moment later: after that it is no exec that makes the difference.
    private const int MaxDifferences = 20;

    // After some looks in a row they are a millisecond apart: exec may wait for a disk.
    private const int LooksInARow = 20;
    private const int MaxLooksDuringExec = 1000;
    private const long InExec = -1;

    // Fields of /proc/PID/stat, from the state on. The start of the code is set last, when the environment is in its place.
    private const int VirtualSize = 20;
    private const int CodeStart = 23;
    private const int Start = 47;
    private const int End = 48;

    /// <summary>The value of a variable.</summary>
    /// <returns>The value; null if there is none, or it can't be told.</returns>
    internal static string? Variable(int process, string name)
    {
        var entry = Encoding.UTF8.GetBytes(name + "=");
        var differences = 0;
        for (var wait = default(SpinWait); ; wait.SpinOnce(sleep1Threshold: LooksInARow))
        {
            var (value, length) = Look(process, entry);
            if (value is not null || length is null || Length(process) is not { } whole || whole == length) return value;
            if (whole == InExec ? wait.Count >= MaxLooksDuringExec : ++differences > MaxDifferences) return null;
        }
    }

    /// <summary>How long the environment is now.</summary>
    /// <returns>The length; <see cref="InExec"/> during exec; null if there is no such process, or it is the kernel's or dead.</returns>
    private static long? Length(int process)
    {
        if (ProcessFiles.Fields(process) is not { } fields || fields[VirtualSize] == "0") return null;
        return fields[CodeStart] == "0" ? InExec : Number(fields[End]) - Number(fields[Start]);
    }

    private static long Number(string field) => (long)ulong.Parse(field, CultureInfo.InvariantCulture);

    private static (string? Value, int? Length) Look(int process, ReadOnlySpan<byte> entry)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(4096);
        try
        {
            using var file = File.OpenHandle($"/proc/{process}/environ");
            var length = 0;
            while (RandomAccess.Read(file, buffer.AsSpan(length), length) is > 0 and var read)
            {
                length += read;
                if (length < buffer.Length) continue;
                if (length >= MaxLength) return (null, null);
                var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
                buffer.AsSpan(0, length).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = larger;
            }

            var whole = buffer.AsSpan(0, length).LastIndexOf((byte)0) + 1; // what follows has been cut short
            return (Find(buffer.AsSpan(0, whole), entry), length);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return (null, null);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static string? Find(ReadOnlySpan<byte> environment, ReadOnlySpan<byte> start)
    {
        foreach (var range in environment.Split((byte)0))
        {
            var entry = environment[range];
            if (entry.StartsWith(start)) return Encoding.UTF8.GetString(entry[start.Length..]);
        }

        return null;
    }
}

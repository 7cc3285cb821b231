using System.Buffers.Binary;
using System.Text;

namespace BatchJobs.Processes.Mac;

/// <summary>Reads what <c>KERN_PROCARGS2</c> tells of a process: the number of arguments, the program, zeros, the arguments, the environment.</summary>
internal static class ProcessArguments
{
    /// <summary>The value of a variable; null if there is none.</summary>
    internal static string? Variable(ReadOnlySpan<byte> bytes, string name)
    {
        if (bytes.Length < sizeof(int)) return null;
        var arguments = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        bytes = bytes[sizeof(int)..];
        bytes = After(bytes).TrimStart((byte)0); // the program, then zeros up to a multiple of the size of a word
        for (; arguments > 0 && bytes.Length > 0; arguments--) bytes = After(bytes);
        var start = Encoding.UTF8.GetBytes(name + "=");
        for (; bytes.Length > 0 && bytes[0] != 0; bytes = After(bytes))
        {
            if (bytes.StartsWith(start)) return Encoding.UTF8.GetString(Text(bytes)[start.Length..]);
        }

        return null;
    }

    private static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> bytes) => bytes.IndexOf((byte)0) is >= 0 and var end ? bytes[..end] : bytes;

    private static ReadOnlySpan<byte> After(ReadOnlySpan<byte> bytes) => bytes[Math.Min(bytes.Length, Text(bytes).Length + 1)..];
}

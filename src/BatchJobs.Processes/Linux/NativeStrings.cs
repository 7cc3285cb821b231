using System.Runtime.InteropServices;
using System.Text;

namespace BatchJobs.Processes.Linux;

/// <summary>A null-terminated array of C strings, such as argv, in one block of memory.</summary>
internal sealed unsafe class NativeStrings : IDisposable
{
    internal NativeStrings(IReadOnlyList<string> strings)
    {
        var pointers = (strings.Count + 1) * sizeof(byte*);
        Pointer = (byte**)NativeMemory.Alloc((nuint)(pointers + strings.Sum(text => Encoding.UTF8.GetByteCount(text) + 1)));
        var next = (byte*)Pointer + pointers;
        for (var i = 0; i < strings.Count; i++)
        {
            Pointer[i] = next;
            var length = Encoding.UTF8.GetByteCount(strings[i]);
            Encoding.UTF8.GetBytes(strings[i], new Span<byte>(next, length));
            next[length] = 0;
            next += length + 1;
        }

        Pointer[strings.Count] = null;
    }

    internal byte** Pointer { get; private set; }

    public void Dispose()
    {
        NativeMemory.Free(Pointer);
        Pointer = null;
    }
}

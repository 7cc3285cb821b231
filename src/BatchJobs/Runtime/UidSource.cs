using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace BatchJobs.Runtime;

/// <summary>Makes random uids, many at a time by one call of the system.</summary>
internal static class UidSource
{
    private const int Stock = 64;

    [ThreadStatic]
    private static Guid[]? stock;

    [ThreadStatic]
    private static int used;

    /// <summary>A version 4 uuid.</summary>
    public static Guid Next()
    {
        if (stock is null || used == stock.Length)
        {
            stock ??= new Guid[Stock];
            RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(stock.AsSpan()));
            used = 0;
        }

        Span<byte> bytes = stackalloc byte[16];
        stock[used++].TryWriteBytes(bytes, bigEndian: true, out _);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}

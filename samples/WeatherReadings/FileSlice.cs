using System.Runtime.CompilerServices;
using System.Text;

namespace WeatherReadings;

/// <summary>The lines of a file that begin in one of so many parts of equal length, so that each line is in one part and none has to read the others.</summary>
internal static class FileSlice
{
    /// <summary>Reads the lines of a part; the first line of the file, its head, is in none.</summary>
    public static async IAsyncEnumerable<string> ReadAsync(string path, int part, int parts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(path, Encoding.ASCII);
        long length = reader.BaseStream.Length;
        long next = length * part / parts;
        long end = length * (part + 1) / parts;

        // A line that begins before the part is left to the part before; beginning one byte early tells whether one begins just here.
        next = Math.Max(next - 1, 0);
        reader.BaseStream.Position = next;
        next += (await reader.ReadLineAsync(cancellationToken))?.Length + 1 ?? 0;
        while (next < end && await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            next += line.Length + 1;
            yield return line;
        }
    }
}

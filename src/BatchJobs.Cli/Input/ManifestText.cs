using System.Globalization;
using System.Text;

namespace BatchJobs.Cli.Input;

/// <summary>The text of a manifest from a file or from standard input.</summary>
/// <param name="Source">The name to show in messages.</param>
/// <param name="Text">The text.</param>
internal sealed record ManifestText(string Source, string Text)
{
    /// <summary>The name that stands for standard input.</summary>
    public const string StandardInput = "-";

    /// <summary>Manifests are written by people; anything larger is another kind of file.</summary>
    private const int MaximumBytes = 4 * 1024 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="BadInputException">There is no such file, or it is not a text of a sensible size.</exception>
    public static async Task<ManifestText> ReadAsync(string file)
    {
        if (string.IsNullOrWhiteSpace(file))
        {
            throw new BadInputException("--file: the name is empty; give a file, or - to read standard input");
        }

        string source = IsStandardInput(file) ? "standard input" : file;
        byte[] bytes = await ReadBytesAsync(file, source);
        int zero = Array.IndexOf(bytes, (byte)0);
        if (zero >= 0)
        {
            throw NotText(source, zero);
        }

        ReadOnlySpan<byte> content = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes.AsSpan(Encoding.UTF8.Preamble.Length) : bytes;
        try
        {
            return new ManifestText(source, StrictUtf8.GetString(content));
        }
        catch (DecoderFallbackException exception)
        {
            throw NotText(source, Math.Max(0, exception.Index));
        }
    }

    private static bool IsStandardInput(string file) => string.Equals(file, StandardInput, StringComparison.Ordinal);

    private static async Task<byte[]> ReadBytesAsync(string file, string source)
    {
        try
        {
            await using Stream stream = IsStandardInput(file) ? Console.OpenStandardInput() : File.OpenRead(file);
            byte[] buffer = new byte[MaximumBytes + 1];
            int length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false);
            return length <= MaximumBytes
                ? buffer[..length]
                : throw new BadInputException($"{source}: larger than {MaximumBytes / 1024 / 1024} MiB, which no manifest is; give the file that holds the Job");
        }
        catch (FileNotFoundException)
        {
            throw new BadInputException($"{source}: no such file; check the path, or give - to read standard input");
        }
        catch (DirectoryNotFoundException)
        {
            throw new BadInputException($"{source}: no such file; check the path, or give - to read standard input");
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new BadInputException(
                Directory.Exists(file) ? $"{source}: is a folder; give a file in it" : $"{source}: {exception.Message}");
        }
        catch (IOException exception)
        {
            throw new BadInputException($"{source}: {exception.Message}");
        }
    }

    private static BadInputException NotText(string source, int position) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{source}: not a text file: byte {position} is not UTF-8 text; give a manifest in YAML or JSON, encoded as UTF-8"));
}

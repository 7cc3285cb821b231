using System.Text;

namespace BatchJobs.Kubernetes.Tests.Faults;

/// <summary>The lines of a watch with faults: some are missing, some come twice, some old ones come again, and at last the line breaks or the version is gone.</summary>
internal sealed class FaultyWatch(Stream inner, Dice dice, FaultCount count) : Stream
{
    private const string Expired = """{"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Expired","message":"too old resource version","code":410}}""";

    private readonly StreamReader lines = new(inner);
    private readonly List<string> old = [];
    private ReadOnlyMemory<byte> rest;
    private bool broken;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (broken)
        {
            throw new IOException("The connection was reset.");
        }

        while (rest.IsEmpty)
        {
            string? line = await lines.ReadLineAsync(cancellationToken);
            if (line is null)
            {
                return 0;
            }

            rest = Encoding.UTF8.GetBytes(Spoil(line));
        }

        int length = Math.Min(buffer.Length, rest.Length);
        rest[..length].CopyTo(buffer);
        rest = rest[length..];
        return length;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            lines.Dispose();
        }

        base.Dispose(disposing);
    }

    private string Spoil(string line)
    {
        old.Add(line);
        switch (dice.Draw("lines", 60))
        {
            case 0 or 1:
                count.Add("event dropped");
                return "";
            case 2 or 3:
                count.Add("event twice");
                return $"{line}\n{line}\n";
            case 4 or 5:
                count.Add("stale event");
                return $"{line}\n{old[dice.Next(old.Count)]}\n";
            case 6:
                count.Add("watch broken");
                broken = true;
                return line[..(line.Length / 2)];
            case 7:
                count.Add("version gone in the middle");
                return $"{line}\n{Expired}\n";
            default:
                return line + "\n";
        }
    }
}

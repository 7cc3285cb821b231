using System.Runtime.Versioning;
using System.Text;
using BatchJobs.Processes.Launching;
using BatchJobs.Processes.Linux;

namespace BatchJobs.Processes.Tests.Linux;

[SupportedOSPlatform("linux")]
public class OutputPipeTests
{
    private const ulong FirstTicket = 1;

    [Fact]
    public void Last_words_are_read_although_only_the_end_is_told()
    {
        using var events = new DescriptorEvents();
        using var pipe = Pipe.Open();
        var sink = new Words();
        var ended = false;
        _ = new OutputPipe(events, pipe.Reader, sink, () => ended = true);

        // What the kernel tells by chance when the last writer ends in the middle of its look.
        events.WatchOn(FirstTicket, pipe.Reader, DescriptorEvents.PeerGone);
        using (var writer = new FileStream(pipe.Writer, FileAccess.Write, bufferSize: 0)) writer.Write("last words"u8);
        while (!ended) events.Wait();

        Assert.Equal("last words|", sink.Text);
    }

    private sealed class Words : IOutputSink
    {
        private readonly StringBuilder text = new();

        internal string Text => text.ToString();

        public void Write(ReadOnlySpan<byte> bytes) => text.Append(Encoding.UTF8.GetString(bytes));

        public void Complete() => text.Append('|');
    }
}

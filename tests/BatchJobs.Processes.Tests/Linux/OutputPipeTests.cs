using System.Runtime.Versioning;
using System.Text;
using BatchJobs.Processes.Launching;
using BatchJobs.Processes.Linux;
using BatchJobs.Processes.Tests.Infrastructure;

namespace BatchJobs.Processes.Tests.Linux;

[SupportedOSPlatform("linux")]
public class OutputPipeTests
{
    private const ulong FirstTicket = 1;

    [Fact]
    public async Task Last_words_are_read_although_only_the_end_is_told()
    {
        using var loop = new EventLoop();
        using var pipe = Pipe.Open();
        var sink = new Words();
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = new OutputPipe(loop, pipe.Reader, sink, ended.SetResult);

        // What the kernel tells by chance when the last writer ends in the middle of its look.
        loop.WatchOn(FirstTicket, pipe.Reader, EventLoop.PeerGone);
        using (var writer = new FileStream(pipe.Writer, FileAccess.Write, bufferSize: 0)) writer.Write("last words"u8);
        await ended.Task.WaitAsync(Patience.Time, TestContext.Current.CancellationToken);

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

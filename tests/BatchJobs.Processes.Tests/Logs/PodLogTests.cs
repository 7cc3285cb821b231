using System.Text;
using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Processes.Logs;

namespace BatchJobs.Processes.Tests.Logs;

public class PodLogTests
{
    private static readonly PodId Pod = new(Guid.NewGuid(), 1);

    [Theory]
    [InlineData("a\nb\n", "a|b")]
    [InlineData("a\nb", "a|b")] // the end of the output ends the line
    [InlineData("\n\n", "|")]
    [InlineData("", null)]
    [InlineData("a\r\n", "a\r")] // a line ends with a line feed and nothing else
    [InlineData("12345678\n", "12345678")]
    [InlineData("123456789\nx\n", "12345678|x")] // cut at eight
    public async Task Output_is_cut_into_lines_however_it_arrives(string output, string? expected)
    {
        for (var size = 1; size <= Math.Max(1, output.Length); size++)
        {
            var store = new PodLogStore(new PodLogLimits { MaxBytesPerLine = 8 });
            var splitter = Splitter(store.Create(Pod), maxLineBytes: 8);
            foreach (var part in Encoding.UTF8.GetBytes(output).Chunk(size)) splitter.Write(part);
            splitter.Complete();

            Assert.Equal(expected?.Split('|') ?? [], await ReadAsync(store));
        }
    }

    [Fact]
    public void What_is_cut_off_is_counted()
    {
        var store = new PodLogStore(new PodLogLimits());
        var log = store.Create(Pod);
        var splitter = Splitter(log, maxLineBytes: 8);

        splitter.Write("0123456789"u8);
        splitter.Write("0123456789\n"u8);

        Assert.Equal((1, 12), (log.Usage.Lines, log.Usage.CutBytes));
    }

    [Fact]
    public async Task The_oldest_lines_make_room_and_are_counted()
    {
        var store = new PodLogStore(new PodLogLimits { MaxLinesPerPod = 3 });
        var log = store.Create(Pod);
        for (var i = 0; i < 100; i++) Append(log, $"{i}");

        Assert.Equal(["97", "98", "99"], await ReadAsync(store));
        Assert.Equal((3, 97), (log.Usage.Lines, log.Usage.DroppedLines));
    }

    [Fact]
    public void Bytes_are_bounded_too()
    {
        var store = new PodLogStore(new PodLogLimits { MaxBytesPerPod = 10_000 });
        var log = store.Create(Pod);
        for (var i = 0; i < 1000; i++) Append(log, new string('x', 100));

        Assert.InRange(log.Usage.Bytes, 9_000, 10_000);
        Assert.Equal(1000, log.Usage.Lines + log.Usage.DroppedLines);
    }

    [Theory]
    [InlineData(null, null, "a0 b0 a1 b1 a2")]
    [InlineData(null, 2, "b1 a2")]
    [InlineData(null, 0, "")]
    [InlineData(null, 9, "a0 b0 a1 b1 a2")]
    [InlineData("a", null, "a0 a1 a2")]
    [InlineData("a", 2, "a1 a2")]
    [InlineData("b", 1, "b1")]
    [InlineData("none", 1, "")]
    public async Task A_reader_can_ask_for_one_container_and_for_the_last_lines(string? container, int? tail, string expected)
    {
        var store = new PodLogStore(new PodLogLimits());
        var log = store.Create(Pod);
        foreach (var text in new[] { "a0", "b0", "a1", "b1", "a2" }) Append(log, text, container: text[..1]);

        var lines = await ReadAsync(store, new PodLogOptions { Container = container, Tail = tail });

        Assert.Equal(expected, string.Join(' ', lines));
    }

    [Fact]
    public async Task A_follower_gets_each_line_once_and_ends_with_the_pod()
    {
        var store = new PodLogStore(new PodLogLimits());
        var log = store.Create(Pod);
        Append(log, "0");
        await using var follower = store.ReadAsync(Pod, new PodLogOptions { Follow = true }, default).GetAsyncEnumerator();

        Assert.True(await follower.MoveNextAsync());
        var next = follower.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);
        Append(log, "1");
        Assert.True(await next);
        Assert.Equal("1", follower.Current.Text);
        next = follower.MoveNextAsync().AsTask();
        store.End(log);
        Assert.False(await next);
    }

    [Fact]
    public async Task A_follower_of_one_container_ends_with_it()
    {
        var store = new PodLogStore(new PodLogLimits());
        var log = store.Create(Pod);
        await using var follower = store.ReadAsync(Pod, new PodLogOptions { Follow = true, Container = "a" }, default).GetAsyncEnumerator();

        var next = follower.MoveNextAsync().AsTask();
        Append(log, "b0", container: "b");
        log.EndContainer("b");
        Assert.False(next.IsCompleted);
        log.EndContainer("a");

        Assert.False(await next);
    }

    [Fact]
    public async Task A_follower_that_falls_behind_goes_on_with_the_oldest_line_that_is_left()
    {
        var store = new PodLogStore(new PodLogLimits { MaxLinesPerPod = 2 });
        var log = store.Create(Pod);
        Append(log, "0");
        await using var follower = store.ReadAsync(Pod, new PodLogOptions { Follow = true }, default).GetAsyncEnumerator();
        await follower.MoveNextAsync();

        for (var i = 1; i < 10; i++) Append(log, $"{i}");

        await follower.MoveNextAsync();
        Assert.Equal("8", follower.Current.Text);
    }

    [Fact]
    public async Task A_follower_can_be_cancelled()
    {
        var store = new PodLogStore(new PodLogLimits());
        store.Create(Pod);
        using var cancellation = new CancellationTokenSource();
        await using var follower = store.ReadAsync(Pod, new PodLogOptions { Follow = true }, cancellation.Token).GetAsyncEnumerator();

        var next = follower.MoveNextAsync().AsTask();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
    }

    [Fact]
    public void Of_ended_pods_the_oldest_logs_go_first()
    {
        var store = new PodLogStore(new PodLogLimits { MaxBytesOfEndedPods = 3000 });
        for (var i = 0; i < 10; i++)
        {
            var log = store.Create(new PodId(Pod.JobUid, i));
            Append(log, new string('x', 500));
            store.End(log);
        }

        var kept = Enumerable.Range(0, 10).Where(i => store.Find(new PodId(Pod.JobUid, i)) is not null);
        Assert.Equal([7, 8, 9], kept);
    }

    [Fact]
    public void The_log_of_a_running_pod_stays_whatever_the_others_wrote()
    {
        var store = new PodLogStore(new PodLogLimits { MaxBytesOfEndedPods = 0 });
        store.Create(Pod);
        for (var i = 2; i < 5; i++) store.End(store.Create(new PodId(Pod.JobUid, i)));

        Assert.NotNull(store.Find(Pod));
    }

    [Fact]
    public async Task A_forgotten_job_leaves_nothing()
    {
        var store = new PodLogStore(new PodLogLimits());
        var ended = store.Create(Pod);
        var running = store.Create(Pod with { Ordinal = 2 });
        Append(ended, "text");
        store.End(ended);

        store.Forget(Pod.JobUid);
        store.End(running);

        Assert.Empty(await ReadAsync(store));
        Assert.Null(store.Find(running.Pod));
    }

    private static LineSplitter Splitter(PodLog log, int maxLineBytes) => new(log, "main", isError: false, maxLineBytes, TimeProvider.System);

    private static void Append(PodLog log, string text, string container = "main") =>
        log.Append(new LogEntry(container, Encoding.UTF8.GetBytes(text), IsError: false, DateTimeOffset.UnixEpoch), cutBytes: 0);

    private static async Task<List<string>> ReadAsync(PodLogStore store, PodLogOptions? options = null)
    {
        var lines = new List<string>();
        await foreach (var line in store.ReadAsync(Pod, options ?? new PodLogOptions(), default)) lines.Add(line.Text);
        return lines;
    }
}

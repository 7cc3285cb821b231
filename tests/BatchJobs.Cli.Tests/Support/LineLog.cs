namespace BatchJobs.Cli.Tests.Support;

/// <summary>Collects the lines of a stream as they come and lets tests wait for one of them.</summary>
internal sealed class LineLog
{
    private readonly Lock gate = new();
    private readonly List<string> lines = [];
    private readonly List<(Func<string, bool> Wanted, TaskCompletionSource<string> Found)> waiters = [];
    private readonly Task<IReadOnlyList<string>> all;

    public LineLog(TextReader reader) => all = Task.Run(() => CollectAsync(reader));

    public Task<IReadOnlyList<string>> AllAsync() => all;

    public Task<string> WaitForAsync(Func<string, bool> wanted)
    {
        lock (gate)
        {
            if (lines.Find(line => wanted(line)) is { } line)
            {
                return Task.FromResult(line);
            }

            if (all.IsCompleted)
            {
                return Task.FromException<string>(NeverCame());
            }

            TaskCompletionSource<string> found = new(TaskCreationOptions.RunContinuationsAsynchronously);
            waiters.Add((wanted, found));
            return found.Task;
        }
    }

    private async Task<IReadOnlyList<string>> CollectAsync(TextReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (gate)
            {
                lines.Add(line);
                waiters.RemoveAll(waiter => waiter.Wanted(line) && waiter.Found.TrySetResult(line));
            }
        }

        lock (gate)
        {
            waiters.ForEach(waiter => waiter.Found.TrySetException(NeverCame()));
            waiters.Clear();
            return lines;
        }
    }

    private InvalidOperationException NeverCame() => new($"the stream ended without the line; it had:\n{string.Join('\n', lines)}");
}

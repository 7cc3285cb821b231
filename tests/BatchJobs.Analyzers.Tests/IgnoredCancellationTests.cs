using Microsoft.CodeAnalysis;

namespace BatchJobs.Analyzers.Tests;

public class IgnoredCancellationTests
{
    [Theory]
    [InlineData("handlers.Add(\"x\", async pod => await [|Task.Delay(1000)|]);")]
    [InlineData("handlers.Add(\"x\", pod => [|Task.Delay(1000)|]);")]
    [InlineData("handlers.Add(\"x\", async _ => { await [|http.GetAsync(\"http://host\")|]; return 3; });")]
    [InlineData("handlers.Add(\"x\", async pod => pod.SetResult(await [|http.GetStringAsync($\"http://host/{pod.Index}\")|]));")]
    [InlineData("handlers.Add(\"x\", async pod => { [|foreach|] (int row in rows) { await SaveAsync(row); } });")]
    [InlineData("handlers.Add(\"x\", async pod => { [|await|] foreach (int row in stream) { Use(row); } });")]
    [InlineData("handlers.AddBlocking(\"x\", pod => { [|while|] (true) { Use(pod.Index); } });")]
    [InlineData("handlers.AddBlocking(\"x\", pod => { [|for|] (;;) { Use(1); } });")]
    [InlineData("handlers.Add(\"x\", async pod => await Task.WhenAll(rows.Select(row => [|Task.Delay(row)|])));")]
    [InlineData("handlers.Add(\"x\", async pod => { if (pod is { Attempt: 1 }) { await [|gate.WaitAsync()|]; } });")]
    [InlineData("Task RunAsync(PodContext pod) => [|Task.Delay(pod.Index)|]; handlers.Add(\"x\", RunAsync);")]
    public async Task Who_waits_without_the_token_is_told(string statement)
    {
        Diagnostic found = Assert.Single(await Analysis.OfAsync(Method(statement)));
        Assert.Equal("BJ0001", found.Id);
        Assert.Contains("pod.CancellationToken", found.GetMessage(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("handlers.Add(\"x\", async pod => await Task.Delay(1000, pod.CancellationToken));")]
    [InlineData("handlers.Add(\"x\", async pod => { await Task.Delay(1000, pod.CancellationToken); await http.GetAsync(\"http://host\"); });")]
    [InlineData("handlers.Add(\"x\", async pod => { CancellationToken stop = pod.CancellationToken; await Task.Delay(1000, stop); });")]
    [InlineData("handlers.Add(\"x\", async pod => { var mine = CancellationTokenSource.CreateLinkedTokenSource(pod.CancellationToken); await Task.Delay(1, mine.Token); });")]
    [InlineData("handlers.Add(\"x\", async pod => { foreach (int row in rows) { pod.CancellationToken.ThrowIfCancellationRequested(); await SaveAsync(row); } });")]
    [InlineData("handlers.Add(\"x\", async pod => await WorkAsync(pod));")]
    [InlineData("handlers.Add(\"x\", WorkAsync);")]
    [InlineData("handlers.Add(\"x\", async pod => { PodContext kept = pod; await Task.Delay(kept.Index, kept.CancellationToken); });")]
    [InlineData("handlers.Add(\"x\", async pod => { if (pod is { CancellationToken.IsCancellationRequested: false }) { await Task.Delay(1); } });")]
    [InlineData("handlers.Add(\"x\", async pod => { int Left() => pod.CancellationToken.IsCancellationRequested ? 0 : 1; await Task.Delay(Left()); });")]
    [InlineData("handlers.Add(\"x\", async pod => await Task.Delay(1000, CancellationToken.None));")]
    [InlineData("handlers.Add(\"x\", async pod => await Console.Out.WriteLineAsync($\"hello from {pod.PodName}\"));")]
    [InlineData("handlers.Add(\"x\", async pod => await SaveAsync(pod.Index));")]
    [InlineData("handlers.Add(\"x\", pod => { int sum = 0; foreach (int row in rows) { sum += row; } pod.SetResult(sum); return Task.CompletedTask; });")]
    [InlineData("handlers.AddBlocking(\"x\", pod => { while (true) { if (pod.Index > 3) { break; } } });")]
    [InlineData("handlers.Add(\"x\", pod => throw new IOException(pod.PodName));")]
    [InlineData("Func<int, Task> other = async row => await Task.Delay(row);")]
    public async Task Who_follows_the_token_or_has_nothing_to_wait_for_is_left_alone(string statement) => Assert.Empty(await Analysis.OfAsync(Method(statement)));

    [Fact]
    public async Task Handlers_that_are_types_are_looked_at()
    {
        Diagnostic found = Assert.Single(await Analysis.OfAsync("""
            class Import(HttpClient http) : IPodHandler
            {
                public async ValueTask<int> RunAsync(PodContext pod)
                {
                    string text = await [|http.GetStringAsync("http://host")|];
                    return text.Length == 0 ? 1 : 0;
                }
            }
            """));
        Assert.Equal("When its pod is stopped, this handler goes on: pass pod.CancellationToken to GetStringAsync", found.GetMessage());
    }

    private static string Method(string statement) => $$"""
        class Program
        {
            static void Register(PodHandlers handlers, HttpClient http, int[] rows, IAsyncEnumerable<int> stream, SemaphoreSlim gate)
            {
                {{statement}}
            }

            static Task SaveAsync(int row) => Task.CompletedTask;

            static void Use(int row) { }

            static Task WorkAsync(PodContext pod) => Task.Delay(1, pod.CancellationToken);
        }
        """;
}

using Microsoft.CodeAnalysis;

namespace BatchJobs.Analyzers.Tests;

public class BlockingCallTests
{
    [Theory]
    [InlineData("handlers.Add(\"x\", pod => { [|Thread.Sleep(100)|]; return Task.CompletedTask; });", "await Task.Delay with pod.CancellationToken")]
    [InlineData("handlers.Add(\"x\", async pod => { [|SaveAsync(pod).Wait()|]; await SaveAsync(pod); });", "await it")]
    [InlineData("handlers.Add(\"x\", async pod => { int size = [|SizeAsync(pod).Result|]; await SaveAsync(pod); });", "await it")]
    [InlineData("handlers.Add(\"x\", async pod => { int size = [|SizeAsync(pod).GetAwaiter().GetResult()|]; await SaveAsync(pod); });", "await it")]
    [InlineData("handlers.Add(\"x\", async pod => { int size = [|SizeAsync(pod).ConfigureAwait(false).GetAwaiter().GetResult()|]; await SaveAsync(pod); });", "await it")]
    [InlineData("handlers.Add(\"x\", async pod => { Task<int> size = SizeAsync(pod); Use([|size.Result|]); await SaveAsync(pod); });", "await it")]
    [InlineData("handlers.Add(\"x\", async pod => { [|Task.WaitAll(SaveAsync(pod))|]; await SaveAsync(pod); });", "await what is asynchronous of it")]
    [InlineData("handlers.Add(\"x\", async pod => { [|gate.Wait()|]; await SaveAsync(pod); });", "AddBlocking")]
    [InlineData("handlers.Add(\"x\", async pod => { [|program.WaitForExit()|]; await SaveAsync(pod); });", "AddBlocking")]
    public async Task Who_blocks_a_shared_thread_is_told_what_to_do(string statement, string advice)
    {
        Diagnostic found = Assert.Single(await Analysis.OfAsync(Method(statement)));
        Assert.Equal("BJ0002", found.Id);
        Assert.Contains(advice, found.GetMessage(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("handlers.AddBlocking(\"x\", pod => { Thread.Sleep(100); SaveAsync(pod).Wait(); });")]
    [InlineData("handlers.Add(\"x\", async pod => { Task<int> one = SizeAsync(pod), two = SizeAsync(pod); await Task.WhenAll(one, two); Use(one.Result + two.Result); });")]
    [InlineData("handlers.Add(\"x\", async pod => { Task<int> size = SizeAsync(pod); if (size.IsCompletedSuccessfully) { Use(size.Result); } await SaveAsync(pod); });")]
    [InlineData("handlers.Add(\"x\", async pod => { Task<int>[] all = [SizeAsync(pod)]; await Task.WhenAll(all); Use(all.Sum(size => size.Result)); });")]
    [InlineData("handlers.Add(\"x\", async pod => await Task.Run(() => Thread.Sleep(100), pod.CancellationToken));")]
    [InlineData("handlers.Add(\"x\", async pod => { if (gate.Wait(0)) { await SaveAsync(pod); } });")]
    [InlineData("handlers.Add(\"x\", async pod => { if (gate.Wait(TimeSpan.Zero)) { await SaveAsync(pod); } });")]
    [InlineData("handlers.Add(\"x\", async pod => { Task<int>[] all = [SizeAsync(pod)]; await Task.WhenAll(all); foreach (Task<int> size in all) { Use(size.Result); } });")]
    [InlineData("handlers.Add(\"x\", async pod => { Task<int> first = await Task.WhenAny(SizeAsync(pod), SizeAsync(pod)); Use(first.Result); });")]
    [InlineData("handlers.Add(\"x\", async pod => { Dictionary<int, Task<int>> known = []; if (known.TryGetValue(1, out Task<int>? size)) { Use(size.Result); } await SaveAsync(pod); });")]
    [InlineData("Func<int, Task> other = row => { Thread.Sleep(row); return Task.CompletedTask; };")]
    public async Task Who_may_block_or_does_not_is_left_alone(string statement) => Assert.Empty(await Analysis.OfAsync(Method(statement)));

    [Fact]
    public async Task A_handler_that_is_not_asynchronous_may_be_registered_as_one_that_blocks() => Assert.Empty(await Analysis.OfAsync("""
        class Sleeper : IPodHandler
        {
            public ValueTask<int> RunAsync(PodContext pod)
            {
                Thread.Sleep(100);
                return new ValueTask<int>(0);
            }
        }
        """));

    private static string Method(string statement) => $$"""
        class Program
        {
            static void Register(PodHandlers handlers, SemaphoreSlim gate, System.Diagnostics.Process program)
            {
                {{statement}}
            }

            static Task SaveAsync(PodContext pod) => Task.CompletedTask;

            static Task<int> SizeAsync(PodContext pod) => Task.FromResult(3);

            static void Use(int row) { }
        }
        """;
}

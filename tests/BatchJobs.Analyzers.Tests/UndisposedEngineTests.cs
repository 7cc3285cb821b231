using Microsoft.CodeAnalysis;

namespace BatchJobs.Analyzers.Tests;

public class UndisposedEngineTests
{
    [Theory]
    [InlineData("var engine = [|new JobEngine(executor)|]; await engine.CreateAsync(job);")]
    [InlineData("JobEngine engine = [|new(executor)|]; await engine.RunAsync(job, pod => Task.CompletedTask);")]
    [InlineData("var engine = [|await JobEngine.OpenAsync(executor, new JobEngineOptions())|]; await engine.CreateAsync(job);")]
    [InlineData("await [|new JobEngine(executor)|].RunAsync(job, pod => Task.CompletedTask);")]
    [InlineData("[|new JobEngine(executor)|];")]
    [InlineData("var engine = [|new JobEngine(executor)|]; Func<Task> later = () => engine.WaitAsync(new JobKey(\"x\"));")]
    public async Task An_engine_nobody_disposes_is_told(string statement)
    {
        Diagnostic found = Assert.Single(await Analysis.OfAsync(Method(statement)));
        Assert.Equal("BJ0005", found.Id);
    }

    [Theory]
    [InlineData("await using var engine = new JobEngine(executor); await engine.CreateAsync(job);")]
    [InlineData("await using JobEngine engine = await JobEngine.OpenAsync(executor, new JobEngineOptions());")]
    [InlineData("await using (var engine = new JobEngine(executor)) { await engine.CreateAsync(job); }")]
    [InlineData("var engine = new JobEngine(executor); await using (engine) { await engine.CreateAsync(job); }")]
    [InlineData("var engine = new JobEngine(executor); await using var _ = engine.ConfigureAwait(false);")]
    [InlineData("var engine = new JobEngine(executor); try { await engine.CreateAsync(job); } finally { await engine.DisposeAsync(); }")]
    [InlineData("var engine = new JobEngine(executor); await engine.CreateAsync(job); await engine.StopAsync();")]
    [InlineData("kept = new JobEngine(executor); await kept.CreateAsync(job);")]
    [InlineData("var engine = new JobEngine(executor); kept = engine;")]
    [InlineData("JobEngine[] engines = [new JobEngine(executor), new JobEngine(executor)]; await engines[0].CreateAsync(job);")]
    [InlineData("var engine = new JobEngine(executor); Keep(engine);")]
    [InlineData("var pair = (new JobEngine(executor), 3);")]
    [InlineData("IJobClient client = Make(executor); await client.CreateAsync(job);")]
    [InlineData("Func<JobEngine> make = () => new JobEngine(executor);")]
    public async Task An_engine_that_is_disposed_or_handed_on_is_left_alone(string statement) => Assert.Empty(await Analysis.OfAsync(Method(statement)));

    private static string Method(string statement) => $$"""
        class Program
        {
            static JobEngine? kept;

            static async Task UseAsync(IPodExecutor executor, Job job)
            {
                {{statement}}
                await Task.Yield();
            }

            static JobEngine Make(IPodExecutor executor) => new(executor);

            static void Keep(JobEngine engine) => kept = engine;
        }
        """;
}

#region store-program
using BatchJobs;
using BatchJobs.Building;
using BatchJobs.Client;
using BatchJobs.InProcess;
using BatchJobs.Primitives;
using BatchJobs.Sqlite;
#endregion

namespace MyApp;

/// <summary>The program of the page of BatchJobs.Sqlite.</summary>
public static class SqliteSnippets
{
    /// <summary>Compiled, not run: it takes a minute, so that there is time to kill it.</summary>
    private static async Task MainAsync()
    {
        #region store-program
        InProcessPodExecutor executor = new();
        executor.Handlers.Add("slice", async pod =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1), pod.CancellationToken);
            Console.WriteLine($"slice {pod.Index} is done");
        });

        await using JobEngine engine = await JobEngine.OpenAsync(executor, new JobEngineOptions { Store = new SqliteJobStore("jobs.db") });
        try
        {
            await engine.CreateAsync(JobBuilder.Indexed("slices", completions: 120).Parallelism(2).Image("slice"));
        }
        catch (JobAlreadyExistsException)
        {
            Console.WriteLine("the Job of an earlier run goes on");
        }

        JobReport report = await engine.WaitForReportAsync(new JobKey("slices"));
        Console.WriteLine($"{report.SucceededIndexes.Count()} slices are done");
        #endregion
    }
}

namespace BatchJobs.Samples.Tests;

/// <summary>Every sample does what it says it does.</summary>
public class SampleTests
{
    [Fact]
    public async Task A_scheduler_serves_urgent_work_first_and_keeps_tenants_to_their_quotas()
    {
        string[] lines = (await SampleRun.OutputOfAsync("PrioritiesAndQuotas")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("urgent: Tenant red has used up its quota of 0 pods.", lines[0]);
        Assert.Equal(
            ["red/urgent index 0", "red/urgent index 1", "red/routine index 0", "red/routine index 1"],
            lines.Where(line => line.StartsWith("red/", StringComparison.Ordinal) && line.Contains("index", StringComparison.Ordinal)));
        Assert.Equal(3, lines.Count(line => line.EndsWith(": Reached expected number of succeeded pods", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_worker_service_counts_the_words_of_its_texts_and_ends()
    {
        string output = await SampleRun.OutputOfAsync("WorkerService");
        Assert.Contains("Job ended (CompletionsReached): 47 words in all", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_nightly_report_keeps_its_CronJob_in_a_file_and_can_be_run_by_hand()
    {
        using var folder = new TemporaryFolder();
        string[] report =
        [
            "East: 220 sales, 158032.24", "North: 210 sales, 158837.17", "Overseas: 178 sales, 143705.92", "South: 200 sales, 134847.25", "West: 192 sales, 137798.14",
        ];
        for (int start = 1; start <= 2; start++)
        {
            string output = await SampleRun.OutputOfAsync("NightlyReport", "now", $"--store={folder.File("nightly.db")}");
            Assert.Equal(report, output.Split('\n').Where(line => line.Contains(" sales, ", StringComparison.Ordinal)));
            Assert.Equal(start == 1, output.Contains("CronJob default/nightly-report created", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_database_migration_that_is_run_again_changes_nothing()
    {
        using var folder = new TemporaryFolder();
        string database = folder.File("shop.db");
        Assert.Equal("schema version 3\n1000 sales imported\n", await SampleRun.OutputOfAsync("DatabaseMigration", database, "../data/sales.csv"));
        Assert.Equal("schema version 3\n0 sales imported\n", await SampleRun.OutputOfAsync("DatabaseMigration", database, "../data/sales.csv"));
    }

    [Fact]
    public async Task Weather_readings_are_summed_up_in_slices_as_if_they_were_one()
    {
        Assert.Equal(
            [
                "Hamburg: 727 days, 4 gaps, mean 9.3, low -11.4 on 2024-01-18, high 30.8 on 2025-07-22, rain 1537.7 mm",
                "Innsbruck: 725 days, 6 gaps, mean 9.5, low -15.4 on 2024-01-22, high 33.8 on 2024-07-01, rain 1437.4 mm",
                "Lisbon: 726 days, 5 gaps, mean 17.5, low -0.7 on 2025-12-19, high 36.4 on 2025-08-06, rain 1279.3 mm",
                "Oslo: 726 days, 5 gaps, mean 6.0, low -16.4 on 2025-01-04, high 31.1 on 2025-07-12, rain 1492.5 mm",
                "Palermo: 728 days, 3 gaps, mean 18.6, low -0.1 on 2024-01-23, high 36.9 on 2024-07-15, rain 1102.3 mm",
                "Warsaw: 728 days, 3 gaps, mean 8.6, low -15.1 on 2024-01-13, high 31.2 on 2025-06-06, rain 1101.3 mm",
            ],
            (await SampleRun.OutputOfAsync("WeatherReadings")).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_line_that_is_no_reading_costs_its_slice_and_is_told()
    {
        using var folder = new TemporaryFolder();
        string readings = folder.File("weather.csv");
        string[] lines = ["station,date,low_celsius,high_celsius,rain_mm", .. Enumerable.Repeat("Oslo,2025-01-01,-4.0,2.0,1.5", 80)];
        lines[^1] = "Oslo,2025-01-01,cold,2.0,1.5";
        await File.WriteAllLinesAsync(readings, lines, TestContext.Current.CancellationToken);

        (int exitCode, string output) = await SampleRun.EndOfAsync("WeatherReadings", readings);

        Assert.Equal(1, exitCode);
        Assert.Contains("Oslo: 70 days, 0 gaps, mean -1.0", output, StringComparison.Ordinal);
        Assert.Contains("slice 7 of 8 is not in it: System.FormatException: \"Oslo,2025-01-01,cold,2.0,1.5\" is no reading", output, StringComparison.Ordinal);
    }
}

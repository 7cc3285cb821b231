using BatchJobs.Manifests;
using BatchJobs.Testing.Scenarios;
using BatchJobs.Testing.Simulation;
using BatchJobs.Yaml;

namespace BatchJobs.Docs.Tests;

/// <summary>Every manifest and every scenario of a page is one.</summary>
public class ManifestTests
{
    public static TheoryData<string, string> Manifests { get; } = [.. Of("yaml")];

    public static TheoryData<string, string> Scenarios { get; } = [.. Of("json")];

    [Theory]
    [MemberData(nameof(Manifests))]
    public async Task A_manifest_is_accepted(string page, string text)
    {
        await using var engine = new JobEngine(new Testing.Scripting.ScriptedPodExecutor(TimeProvider.System));
        foreach (ManifestResult manifest in YamlManifestReader.ReadAll(text))
        {
            Assert.True(manifest.Succeeded, $"{page}: {manifest.Message}");
            if (manifest.Job is { } job)
            {
                await engine.CreateAsync(job, TestContext.Current.CancellationToken);
            }
            else
            {
                await engine.CreateCronJobAsync(manifest.CronJob!, TestContext.Current.CancellationToken);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task A_scenario_is_played(string page, string text)
    {
        string file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);

        var timeline = new StringWriter();
        (await JobSimulator.RunAsync(ScenarioFile.Load(file))).WriteTimeline(timeline);

        Assert.True(timeline.ToString().Contains("Pod #0", StringComparison.Ordinal), $"{page}: the scenario comes to no pod:\n{timeline}");
        File.Delete(file);
    }

    private static IEnumerable<TheoryDataRow<string, string>> Of(string language) =>
        from page in Pages.All from block in Pages.Blocks(page, language) select new TheoryDataRow<string, string>(page, block);
}

using BatchJobs.Manifests;
using BatchJobs.Specs;

namespace BatchJobs.Testing.Scenarios;

/// <summary>Reads the manifest of a scenario.</summary>
internal static class ManifestMember
{
    public static Job ReadJob(ScenarioValue value) => Read(value, ManifestKind.Job).Job!;

    public static CronJob ReadCronJob(ScenarioValue value) => Read(value, ManifestKind.CronJob).CronJob!;

    private static ManifestResult Read(ScenarioValue value, ManifestKind kind)
    {
        ManifestResult result = ManifestReader.ReadJson(value.PlainJson(), new ManifestReaderOptions { ExpectedKind = kind });
        return result.Succeeded ? result : throw new ScenarioFormatException(value.Path, result.Message);
    }
}

using BatchJobs.Cron;
using BatchJobs.Manifests;
using BatchJobs.Specs;
using BatchJobs.Validation;

namespace BatchJobs.Core.Tests.Validation;

/// <summary>Jobs and CronJobs from a few members of their spec, and what is said about them.</summary>
internal static class Admit
{
    public const string Uid = "0f1e2d3c-4b5a-4968-8776-655443322110";

    public static AdmissionContext Context { get; } = new() { Uid = Uid, NameSuffix = "bcdfg" };

    /// <summary>A Job whose pods never restart, with further members of its spec.</summary>
    public static Job Read(string spec, string metadata = "\"name\": \"j\"", string pod = "", string templateMetadata = "") => ManifestReader.ReadJson($$"""
        {
          "metadata": { {{metadata}} },
          "spec": {
            "template": {
              "metadata": { {{templateMetadata}} },
              "spec": { "restartPolicy": "Never", "containers": [{ "name": "main", "image": "i:1" }] {{(pod.Length > 0 ? $", {pod}" : "")}} }
            }
            {{(spec.Length > 0 ? $", {spec}" : "")}}
          }
        }
        """, new ManifestReaderOptions { Strict = false }).ThrowIfFailed().Job!;

    public static Job Create(string spec = "") => JobAdmission.Create(Read(spec), Context).ThrowIfRefused();

    public static string[] Errors(string spec) => Errors(Read(spec));

    public static string[] Errors(Job job) => [.. JobAdmission.Create(job, Context).Errors.Select(error => error.ToString())];

    public static string[] CronErrors(string members) =>
    [
        .. CronJobAdmission.Create(ManifestReader.ReadJson($$"""
            {
              "kind": "CronJob", "metadata": { "name": "cj" },
              "spec": {
                "schedule": "* * * * *",
                "jobTemplate": { "spec": { "template": { "spec": { "restartPolicy": "Never", "containers": [{ "name": "main", "image": "i:1" }] } } } },
                {{members}}
              }
            }
            """, new ManifestReaderOptions { Strict = false }).ThrowIfFailed().CronJob!, Context).Errors.Select(error => error.ToString()),
    ];
}

using BatchJobs.Benchmarks.Measuring;
using BatchJobs.Manifests;
using BatchJobs.Validation;
using BatchJobs.Yaml;
using k8s;
using k8s.Models;

namespace BatchJobs.Benchmarks.Workloads;

/// <summary>W11: manifests as text, parsed and validated.</summary>
internal static class Manifests
{
    private const string Client = "KubernetesClient";

    private const string Text = """
        apiVersion: batch/v1
        kind: Job
        metadata:
          name: job-0
          labels: {app: benchmark}
        spec:
          completions: 8
          parallelism: 4
          completionMode: Indexed
          backoffLimitPerIndex: 2
          template:
            spec:
              restartPolicy: Never
              containers:
              - name: main
                image: registry.example.com/team/work:1.4
                command: [sh, -c, "echo slice $JOB_COMPLETION_INDEX"]
                env:
                - name: MODE
                  value: fast
                resources:
                  requests: {cpu: 100m, memory: 64Mi}
        """;

    public static Workload ParsedAndValidated { get; } = new(
        "W11",
        "10 000 YAML manifests, parsed and validated",
        "ns/manifest",
        10_000,
        1_000,
        () => [new Ours(), new Official()],
        [Target.FasterThan(Client, 1, 3)]);

    private sealed class Ours : Contender
    {
        public override string Name => "BatchJobs";

        public override string Setup => "parsed, defaulted and validated";

        public override Task<Sample> RunAsync(int items) => Gauge.ThroughputAsync(items, () =>
        {
            int valid = 0;
            for (int i = 0; i < items; i++)
            {
                ManifestResult manifest = YamlManifestReader.Read(Text);
                AdmissionResult<Specs.Job> admitted = JobAdmission.Create(manifest.ThrowIfFailed().Job!, new AdmissionContext { Uid = "b6f3f2f0-6f5e-4a3d-9a53-3ed5d7a1e2c4" });
                valid += admitted.Errors.Count == 0 ? 1 : 0;
            }

            Expect(items, valid, "manifests are valid");
            return Task.CompletedTask;
        });
    }

    private sealed class Official : Contender
    {
        public override string Name => Client;

        public override string Setup => "KubernetesYaml.Deserialize<V1Job>, which does not validate";

        public override Task<Sample> RunAsync(int items) => Gauge.ThroughputAsync(items, () =>
        {
            int read = 0;
            for (int i = 0; i < items; i++)
            {
                read += KubernetesYaml.Deserialize<V1Job>(Text).Spec.Completions == 8 ? 1 : 0;
            }

            Expect(items, read, "manifests were read");
            return Task.CompletedTask;
        });
    }
}

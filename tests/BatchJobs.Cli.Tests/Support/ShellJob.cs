using System.Globalization;
using System.Text.Json;

namespace BatchJobs.Cli.Tests.Support;

/// <summary>Manifests of Jobs that run one shell script a pod.</summary>
internal static class ShellJob
{
    public static string Manifest(string name, string script, string spec = "", string podSpec = "") =>
        string.Create(CultureInfo.InvariantCulture, $"""
            apiVersion: batch/v1
            kind: Job
            metadata:
              name: {name}
            spec:
              {spec.ReplaceLineEndings("\n  ")}
              template:
                spec:
                  {podSpec.ReplaceLineEndings("\n      ")}
                  restartPolicy: Never
                  containers:
                  - name: worker
                    image: busybox
                    command: ["sh", "-c", {JsonSerializer.Serialize(script)}]

            """);
}

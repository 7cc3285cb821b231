using System.CommandLine;
using BatchJobs.Cli.Input;
using BatchJobs.Manifests;

namespace BatchJobs.Cli.Commands;

/// <summary><c>batchjobs validate</c>: what an API server of Kubernetes 1.36 would say to a manifest.</summary>
internal static class ValidateCommand
{
    public const string Examples = """
        Find mistakes before a cluster does, with line, column and field:
          batchjobs validate -f job.yaml

        See whether a server would let an object be replaced, given what it has now:
          kubectl get job example-job -o yaml > now.yaml
          batchjobs validate -f changed.yaml --old now.yaml

        What a program wants to know, one JSON object a document, with all defaults filled in:
          batchjobs validate -f job.yaml --output json | jq .defaulted

        Exit codes: 0 all documents are valid, 2 at least one is not.
        """;

    public static Command Create()
    {
        Option<string> file = SharedOptions.File("The manifest, YAML or JSON, with Jobs and CronJobs; - for standard input.");
        Option<string?> old = new("--old") { Description = "The present object: judge the manifest as its replacement, as kubectl replace does.", HelpName = "FILE" };
        Option<OutputFormat> output = SharedOptions.Output();
        Command command = new("validate", "Tells what an API server of Kubernetes 1.36 would say to a manifest.") { file, old, output };
        command.SetAction((result, _) => RunAsync(
            result.GetRequiredValue(file),
            result.GetValue(old),
            result.GetValue(output),
            result.InvocationConfiguration));
        return command;
    }

    private static async Task<int> RunAsync(string file, string? old, OutputFormat format, InvocationConfiguration streams)
    {
        ManifestText manifest = await ManifestText.ReadAsync(file);
        StoredObjects? stored = old is null ? null : new StoredObjects(await ManifestText.ReadAsync(old));
        int exitCode = ExitCodes.Success;
        foreach (ManifestResult document in ManifestDocuments.Read(manifest))
        {
            Judgement judgement = stored is null ? Judgement.OfNew(manifest.Source, document) : Judgement.OfReplacement(manifest.Source, document, stored);
            exitCode = judgement.Accepted ? exitCode : ExitCodes.BadInput;
            if (format == OutputFormat.Json)
            {
                await streams.Output.WriteLineAsync(judgement.Json);
            }
            else
            {
                await WriteTextAsync(manifest.Source, document, judgement, streams);
            }
        }

        return exitCode;
    }

    private static async Task WriteTextAsync(string source, ManifestResult document, Judgement judgement, InvocationConfiguration streams)
    {
        foreach (string warning in judgement.Warnings)
        {
            await streams.Error.WriteLineAsync($"warning: {source}: {warning}");
        }

        foreach (string problem in judgement.Problems)
        {
            await streams.Error.WriteLineAsync($"error: {problem}");
        }

        if (judgement.Accepted)
        {
            string kind = document.Kind == ManifestKind.Job ? "job.batch" : "cronjob.batch";
            await streams.Output.WriteLineAsync($"{kind}/{document.Name} is valid");
        }
    }
}

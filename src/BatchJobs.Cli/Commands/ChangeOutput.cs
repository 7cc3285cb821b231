using System.CommandLine;
using System.Text.Json.Nodes;
using BatchJobs.Cli.Input;
using BatchJobs.Cli.Reporting;
using BatchJobs.Specs;

namespace BatchJobs.Cli.Commands;

/// <summary>What a verb says of what it has changed: a sentence, the name alone, or the object as it is now.</summary>
internal sealed class ChangeOutput(StoreVerb verb)
{
    private readonly Option<ObjectFormat> format = verb.With(ObjectFormatOption.Create("a sentence", "name", "json", "yaml"));
    private bool begun;

    public Task TellAsync(VerbContext context, Job job, string done) => TellAsync(context, ResourceKind.Job.Display(job.Metadata.Name), done, () => ObjectText.Json(job));

    public Task TellAsync(VerbContext context, CronJob cronJob, string done) =>
        TellAsync(context, ResourceKind.CronJob.Display(cronJob.Metadata.Name), done, () => ObjectText.Json(cronJob));

    private Task TellAsync(VerbContext context, string name, string done, Func<JsonNode> json)
    {
        string separator = begun ? "---\n" : "";
        begun = true;
        return context.Output.WriteLineAsync(context.Result.GetValue(format) switch
        {
            ObjectFormat.Name => name,
            ObjectFormat.Json => JsonLines.Indented(json()),
            ObjectFormat.Yaml => separator + ObjectText.Yaml([json()]),
            _ => $"{name} {done}",
        });
    }
}

using System.CommandLine;
using System.Text.Json.Nodes;
using BatchJobs.Cli.Connecting;
using BatchJobs.Cli.Describing;
using BatchJobs.Cli.Input;
using BatchJobs.Cli.Reporting;
using BatchJobs.Client;
using BatchJobs.Primitives;

namespace BatchJobs.Cli.Commands;

/// <summary><c>batchjobs explain</c>: what was decided for a Job and why, and what it waits for.</summary>
internal static class ExplainCommand
{
    public const string Examples = """
        Every decision that is remembered, with the rule that took it:
          batchjobs explain import --store jobs.db

        For a program:
          batchjobs explain import --output json | jq -r .waitingFor
        """;

    public static Command Create()
    {
        StoreVerb verb = new("explain", "Tells what was decided for a Job and why, and what it is waiting for.", StoreUse.Look);
        ResourceSelection selection = new(verb, description: "The NAME of a Job, job/NAME, or jobs to be selected from.");
        Option<OutputFormat> output = verb.With(SharedOptions.Output());
        return verb.Does(async context =>
        {
            IReadOnlyList<JobKey> keys = await selection.FindUsualAsync(context);
            bool first = true;
            return await context.ForEachAsync(keys, async key =>
            {
                JobExplanation explanation = await context.Jobs.ExplainAsync(key, context.CancellationToken);
                string[] title = keys.Count > 1 ? [$"{(first ? "" : "\n")}{ResourceKind.Job.Display(key.Name)}"] : [];
                foreach (string line in context.Result.GetValue(output) == OutputFormat.Json ? [Json(key.Name, explanation)] : title.Concat(Text(explanation)))
                {
                    await context.Output.WriteLineAsync(line);
                }

                first = false;
            });
        });
    }

    private static IEnumerable<string> Text(JobExplanation explanation) =>
    [
        .. explanation.Decisions.Count == 0 ? [] : TextTable.Lines([["TIME", "ACTION", "RULE", "WHY"], .. explanation.Decisions.Select(JobDescription.Row)]),
        explanation.WaitingText(TimeProvider.System.GetUtcNow()),
    ];

    private static string Json(string name, JobExplanation explanation) => JsonLines.Line(new JsonObject
    {
        ["job"] = name,
        ["waitingFor"] = explanation.WaitingFor,
        ["nextInstant"] = explanation.NextInstant,
        ["podFailurePolicyHits"] = explanation.PodFailurePolicyHits.Count == 0 ? null : new JsonArray([.. explanation.PodFailurePolicyHits.Select(hits => (JsonNode)hits)]),
        ["decisions"] = new JsonArray([.. explanation.Decisions.Select(decision => new JsonObject
        {
            ["time"] = decision.Time,
            ["action"] = decision.Action,
            ["rule"] = decision.Rule,
            ["pod"] = decision.Pod,
            ["index"] = decision.Index,
            ["count"] = decision.Count,
            ["budget"] = decision.Budget,
            ["next"] = decision.Next,
            ["message"] = decision.Message,
        })]),
    });
}

using System.CommandLine;
using BatchJobs.Cli.Connecting;
using BatchJobs.Cli.Input;
using BatchJobs.Client;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Cli.Commands;

/// <summary><c>batchjobs wait</c>: until Jobs have completed, failed, finished or gone.</summary>
internal static class WaitCommand
{
    public const string Examples = """
        Go on only if a Job completes within ten minutes:
          batchjobs wait import --for complete --timeout 10m --store jobs.db && echo imported

        Until it is gone, until all of an application have ended:
          batchjobs wait import --for delete
          batchjobs wait jobs -l app=import --for finished

        As kubectl says it:
          batchjobs wait job/import --for condition=Complete

        Exit codes: 0 what was waited for has come, 1 it can't come any more (the Job has ended the other way, or there is no such Job),
        3 the store or its engine can't be reached, 124 the time is up.
        """;

    private const string Complete = "complete";
    private const string Failed = "failed";
    private const string Finished = "finished";
    private const string Delete = "delete";
    private const string Prefix = "condition=";

    private static readonly string[] Conditions = [Complete, Failed, Finished, Delete];

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    public static Command Create()
    {
        StoreVerb verb = new("wait", "Waits for Jobs.", StoreUse.Look);
        ResourceSelection selection = new(verb);
        ChangeOutput output = new(verb);
        Option<string> condition = verb.With(Condition());
        Option<TimeSpan?> timeout = verb.With(DurationOption.Create("--timeout", "How long to wait, such as 90s or 1h30m; for ever if absent."));
        return verb.Does(async context =>
        {
            using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
            if (context.Result.GetValue(timeout) is { } period)
            {
                limit.CancelAfter(period);
            }

            string wanted = context.Result.GetRequiredValue(condition);
            return await context.ForEachAsync(await selection.FindUsualAsync(context), key => WaitAsync(context, key, wanted, output, limit.Token));
        });
    }

    private static Option<string> Condition()
    {
        Option<string> condition = new("--for")
        {
            Description = "What to wait for; kubectl's condition=Complete and condition=Failed will do too.",
            HelpName = "complete|failed|finished|delete",
            DefaultValueFactory = _ => Finished,
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                string word = text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? text[Prefix.Length..] : text;
                if (Array.Find(Conditions, known => known.Equals(word, StringComparison.OrdinalIgnoreCase)) is { } found)
                {
                    return found;
                }

                result.AddError($"--for: \"{text}\" is none of {string.Join(", ", Conditions)}");
                return null;
            },
        };
        condition.CompletionSources.Add(Conditions);
        return condition;
    }

    private static async Task<int> WaitAsync(VerbContext context, JobKey key, string wanted, ChangeOutput output, CancellationToken limit)
    {
        string name = key.Name;
        try
        {
            if (wanted == Delete)
            {
                await GoneAsync(context.Jobs, key, limit);
                return await context.SayAsync($"{ResourceKind.Job.Display(name)} condition met");
            }

            Job job = await context.Jobs.WaitAsync(key, limit);
            if (wanted == Finished || (wanted == Complete) == job.IsComplete())
            {
                await output.TellAsync(context, job, "condition met");
                return ExitCodes.Success;
            }

            string why = job.FindCondition(JobConditionTypes.Failed) is { } failure ? $"{failure.Reason}: {failure.Message}" : "it has completed";
            await context.Error.WriteLineAsync($"error: {ResourceKind.Job.Display(name)} will never be {wanted}: {why}");
            return ExitCodes.Failure;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !context.CancellationToken.IsCancellationRequested)
        {
            await context.Error.WriteLineAsync($"error: timed out waiting for the condition on {ResourceKind.Job.Display(name)}; batchjobs explain {name} tells what it is waiting for");
            return ExitCodes.TimedOut;
        }
    }

    private static async Task GoneAsync(IJobClient jobs, JobKey key, CancellationToken limit)
    {
        try
        {
            while (true)
            {
                await jobs.GetAsync(key, limit);
                await Task.Delay(Pause, limit);
            }
        }
        catch (JobNotFoundException)
        {
            // What was waited for.
        }
    }
}

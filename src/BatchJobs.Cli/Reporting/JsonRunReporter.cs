using System.Text.Json.Nodes;
using BatchJobs.Cli.Running;
using BatchJobs.Client;
using BatchJobs.Execution;
using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Cli.Reporting;

/// <summary>One JSON object a line, for programs; the member <c>type</c> tells what the line is about.</summary>
internal sealed class JsonRunReporter(TextWriter output, TextWriter error, TimeProvider time) : IRunReporter
{
    private readonly Lock gate = new();

    public void JobChanged(Job job)
    {
        // Every change shows in an event, a pod or the final line.
    }

    public ValueTask PodChangedAsync(JobKey job, JobPod pod) => Write("pod", job, time.GetUtcNow(), new JsonObject
    {
        ["pod"] = pod.Name,
        ["index"] = pod.Index,
        ["phase"] = pod.Status.Phase.ToString(),
        ["status"] = pod.StatusWord(),
        ["exitCode"] = pod.ExitCode(),
    });

    public ValueTask PodLoggedAsync(JobKey job, string podName, PodLogLine line) => Write("log", job, line.Time, new JsonObject
    {
        ["pod"] = podName,
        ["container"] = line.Container,
        ["stream"] = line.IsError ? "stderr" : "stdout",
        ["text"] = line.Text,
    });

    public ValueTask EventHappenedAsync(JobKey job, JobEventEntry entry) => Write("event", job, entry.LastTime, new JsonObject
    {
        ["eventType"] = entry.Type,
        ["reason"] = entry.Reason,
        ["message"] = entry.Message,
        ["count"] = entry.Count,
    });

    public ValueTask WaitingAsync(JobKey job, JobExplanation explanation) => Write("waiting", job, time.GetUtcNow(), new JsonObject
    {
        ["for"] = explanation.WaitingFor,
        ["until"] = explanation.NextInstant,
    });

    public ValueTask NoteAsync(string text)
    {
        lock (gate)
        {
            error.WriteLine(text);
            return ValueTask.CompletedTask;
        }
    }

    public async ValueTask EndedAsync(IReadOnlyList<JobOutcome> outcomes)
    {
        foreach (JobOutcome outcome in outcomes)
        {
            await Write("job", outcome.Job.Key(), time.GetUtcNow(), Final(outcome));
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private JsonObject Final(JobOutcome outcome)
    {
        Job job = outcome.Job;
        JobCondition? verdict = outcome.Failure ?? job.TrueCondition(JobConditionTypes.Complete);
        return new JsonObject
        {
            ["status"] = job.StatusWord(),
            ["completions"] = job.Completions(),
            ["succeeded"] = job.Status?.Succeeded ?? 0,
            ["failed"] = job.Status?.Failed ?? 0,
            ["completedIndexes"] = job.Status?.CompletedIndexes,
            ["failedIndexes"] = job.Status?.FailedIndexes,
            ["reason"] = verdict?.Reason,
            ["message"] = verdict?.Message,
            ["startTime"] = job.Status?.StartTime,
            ["completionTime"] = job.Status?.CompletionTime,
            ["durationSeconds"] = job.Duration(time.GetUtcNow())?.TotalSeconds,
            ["failedPods"] = new JsonArray([.. outcome.FailedPods.Select(FailedPod)]),
            ["decisions"] = new JsonArray([.. outcome.Decisions.Select(Decision)]),
        };
    }

    private static JsonObject FailedPod(JobPod pod) => new()
    {
        ["pod"] = pod.Name,
        ["index"] = pod.Index,
        ["exitCode"] = pod.ExitCode(),
        ["message"] = pod.FailureText(),
    };

    private static JsonObject Decision(JobDecision decision) => new()
    {
        ["time"] = decision.Time,
        ["action"] = decision.Action,
        ["rule"] = decision.Rule,
        ["pod"] = decision.Pod,
        ["message"] = decision.Message,
    };

    /// <summary>Puts type, time and Job before the rest and leaves out what is not known.</summary>
    private ValueTask Write(string type, JobKey job, DateTimeOffset at, JsonObject rest)
    {
        JsonObject line = new()
        {
            ["type"] = type,
            ["time"] = at,
            ["namespace"] = job.Namespace,
            ["job"] = job.Name,
        };
        foreach ((string name, JsonNode? value) in rest.Where(member => member.Value is not null).ToList())
        {
            rest.Remove(name);
            line.Add(name, value);
        }

        lock (gate)
        {
            output.WriteLine(JsonLines.Line(line));
            return ValueTask.CompletedTask;
        }
    }
}

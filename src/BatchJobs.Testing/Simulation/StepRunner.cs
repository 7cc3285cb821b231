using BatchJobs.Client;
using BatchJobs.Testing.Scenarios;
using BatchJobs.Testing.Scripting;
using BatchJobs.Validation;

namespace BatchJobs.Testing.Simulation;

/// <summary>Does what the user of a scenario does.</summary>
internal sealed class StepRunner(ISimulatedObject subject, ScriptedPods pods)
{
    public async Task<StepResult> RunAsync(ScenarioStep step, CancellationToken cancellationToken)
    {
        var result = new StepResult(step.At.TotalSeconds, "ok", Action: Describe(step));
        try
        {
            switch (step)
            {
                case PatchStep patch:
                    await subject.PatchAsync(patch.MergePatch, cancellationToken).ConfigureAwait(false);
                    return result;
                case DeleteJobStep deletion:
                    await subject.DeleteAsync(deletion.Propagation, cancellationToken).ConfigureAwait(false);
                    return result;
                case PodStep onPods:
                    return RunOnPods(onPods) ? result : result with { Result = "no such pod" };
                default:
                    throw new NotSupportedException($"There is no step {step.GetType().Name}.");
            }
        }
        catch (InvalidObjectException invalid)
        {
            return result with { Result = "rejected", Code = 422, Reason = "Invalid", Fields = [.. invalid.Errors.Select(error => error.Field).Distinct(StringComparer.Ordinal)] };
        }
        catch (JobNotFoundException)
        {
            return result with { Result = "rejected", Code = 404, Reason = "NotFound", Fields = [] };
        }
        catch (JobConflictException)
        {
            return result with { Result = "rejected", Code = 409, Reason = "Conflict", Fields = [] };
        }
    }

    private bool RunOnPods(PodStep step)
    {
        PodRecord[] selected = [.. step.Pods.Select(pods.All.Where(pod => pod.Gone is null))];
        foreach (PodRecord pod in selected)
        {
            _ = step switch
            {
                DeletePodStep deletion => pods.Delete(pod.Id, deletion.Force),
                EvictPodStep => pods.Evict(pod.Id),
                PodConditionStep addition => pods.AddCondition(pod.Id, addition.Condition),
                FinishPodStep finish => pods.Finish(pod.Id, finish.End),
                PodReadyStep change => pods.SetReady(pod.Id, change.Ready),
                _ => throw new NotSupportedException($"There is no step {step.GetType().Name}."),
            };
        }

        return selected.Length > 0;
    }

    private static string Describe(ScenarioStep step) => step switch
    {
        PatchStep patch => $"patches: {patch.MergePatch}",
        DeleteJobStep deletion => $"deletes the object ({deletion.Propagation})",
        DeletePodStep deletion => $"{(deletion.Force ? "deletes by force" : "deletes")} {deletion.Pods}",
        EvictPodStep eviction => $"evicts {eviction.Pods}",
        PodConditionStep addition => $"sets the condition {addition.Condition.Type}={addition.Condition.Status} of {addition.Pods}",
        FinishPodStep finish => $"ends {finish.Pods} with exit code {finish.End.ExitCode}",
        PodReadyStep change => $"makes {change.Pods} {(change.Ready ? "ready" : "unready")}",
        _ => step.GetType().Name,
    };
}

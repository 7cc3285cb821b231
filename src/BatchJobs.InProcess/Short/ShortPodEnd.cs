using BatchJobs.InProcess.Running;
using BatchJobs.Pods;

namespace BatchJobs.InProcess.Short;

/// <summary>What is said of the end of a short pod.</summary>
internal static class ShortPodEnd
{
    /// <summary>Keeps what the body left, and says how the pod ended; until its state says so too, somebody may stop it.</summary>
    public static PodCompletion Of(PodContext pod, AttemptOutcome outcome, DateTimeOffset now)
    {
        ShortPodJob job = pod.ShortPods!;
        long ordinal = pod.Ordinal;
        if (pod.HasParts)
        {
            outcome = job.Job.KeepResult(pod, outcome);
        }

        return new PodCompletion(
            ordinal,
            job.ContainerName,
            outcome.ExitCode,
            pod.StartedAt,
            now > pod.StartedAt ? now : pod.StartedAt,
            outcome.Reason,
            TerminationMessages.Choose(outcome, pod.TerminationMessage));
    }

    /// <summary>From now on nobody can stop the pod or write to its log; lets go of what only its body needs.</summary>
    public static void Settle(PodContext pod)
    {
        pod.State = ShortPodState.Ended;
        if (pod.HasParts)
        {
            pod.DisposeStopSource();
            if (pod.HasLog)
            {
                pod.ShortPods!.Job.CloseLog(pod.Ordinal);
            }
        }
    }
}

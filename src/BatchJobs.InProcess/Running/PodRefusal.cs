using System.Globalization;
using BatchJobs.Execution;
using BatchJobs.Specs;

namespace BatchJobs.InProcess.Running;

/// <summary>Which pods can't run in a process, and why.</summary>
internal static class PodRefusal
{
    public static AttemptOutcome? Of(PodStartRequest pod, Container container, PodHandlers handlers, out PodHandlerRegistration? registration)
    {
        registration = null;
        int count = (pod.Spec.Containers?.Count ?? 0) + (pod.Spec.InitContainers?.Count ?? 0);
        if (count != 1)
        {
            string message = string.Create(CultureInfo.InvariantCulture, $"An in-process pod has exactly one container and no init containers; this one has {count} in all.");
            return new AttemptOutcome(AttemptOutcome.StartErrorExitCode, "UnsupportedPod", message);
        }

        return handlers.TryGet(container.Image ?? "", out registration)
            ? null
            : new AttemptOutcome(AttemptOutcome.StartErrorExitCode, "ImageNotFound", $"There is no handler for image \"{container.Image}\"; {handlers.Describe()}.");
    }
}

using BatchJobs.Execution.Kubelet;
using BatchJobs.Pods;
using BatchJobs.Processes.Adoption;
using BatchJobs.Processes.Kubelet;
using BatchJobs.Specs;

namespace BatchJobs.Processes.Running;

/// <summary>The containers of a pod in the order in which they start and end.</summary>
internal sealed class PodContainers
{
    private readonly PodRun pod;
    private readonly ContainerRun[] init;
    private readonly ContainerRun[] regular;

    /// <summary>Makes the containers of a pod.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="known">How they were when the application was started again, or null.</param>
    internal PodContainers(PodRun pod, PodStatus? known)
    {
        this.pod = pod;
        var inits = pod.Request.Spec.InitContainers ?? [];
        init = Make(inits, known?.InitContainerStatuses, "PodInitializing");
        regular = Make(pod.Request.Spec.Containers ?? [], known?.ContainerStatuses, inits.Count > 0 ? "PodInitializing" : "ContainerCreating");
    }

    internal int Count => init.Length + regular.Length;

    internal bool HaveNoInit => init.Length == 0;

    // Sidecars may still run.
    internal bool HaveSucceeded => Array.TrueForAll(regular, container => container.Status.Terminated is { ExitCode: 0 });

    internal IEnumerable<SavedProcess> Processes => All.Where(container => container.Process is not null).Select(container => container.Process!.Save(container.Status.Name));

    private IEnumerable<ContainerRun> All => init.Concat(regular);

    private IEnumerable<ContainerRun> Sidecars => init.Where(container => RestartDecision.IsSidecar(container.View.Spec));

    internal (ContainerView[] Init, ContainerView[] Regular) Views() =>
        (Array.ConvertAll(init, container => container.View), Array.ConvertAll(regular, container => container.View));

    internal void ForEach(Action<ContainerRun> action)
    {
        for (var i = regular.Length - 1; i >= 0; i--) action(regular[i]);
        for (var i = init.Length - 1; i >= 0; i--) action(init[i]);
    }

    /// <summary>Lets go of all containers.</summary>
    internal Task DetachAsync() => Task.WhenAll(All.Select(container => container.DetachAsync()));

    /// <summary>Asks all but the sidecars to end.</summary>
    internal void AskRegular()
    {
        foreach (var container in All.Except(Sidecars)) container.Ask();
    }

    /// <summary>Runs the init containers.</summary>
    /// <param name="sidecars">Takes the lives of those that go on.</param>
    /// <returns>Whether the regular containers may start.</returns>
    internal async Task<bool> InitializeAsync(List<Task> sidecars)
    {
        foreach (var container in init)
        {
            var run = container.RunAsync();
            if (RestartDecision.IsSidecar(container.View.Spec))
            {
                sidecars.Add(run);
                await container.Started.ConfigureAwait(false);
            }
            else if (!await run.ConfigureAwait(false))
            {
                return false;
            }
        }

        return true;
    }

    internal Task RunAsync() => regular is [var only] ? only.RunAsync() : Task.WhenAll(Array.ConvertAll(regular, container => container.RunAsync()));

    /// <summary>Ends the sidecars, last first.</summary>
    internal async Task StopSidecarsAsync(IReadOnlyList<Task> sidecars)
    {
        foreach (var (sidecar, run) in Sidecars.Take(sidecars.Count).Zip(sidecars).Reverse())
        {
            sidecar.Ask();
            await run.ConfigureAwait(false);
        }
    }

    /// <summary>The pod has ended: gives an end to the regular containers that never had one.</summary>
    internal void GiveUpUnfinished()
    {
        foreach (var container in regular.Where(container => container.Status.Terminated is null)) GiveUp(container);
    }

    /// <summary>Goes on with the processes a former application left.</summary>
    /// <returns>Whether every container that ran then runs still.</returns>
    internal bool TryResume(IEnumerable<SavedProcess> processes)
    {
        var saved = processes.ToDictionary(process => process.Container, StringComparer.Ordinal);
        var all = true;
        foreach (var container in All.Where(container => container.Status.Running is not null))
        {
            if (saved.TryGetValue(container.Status.Name, out var process) && container.TryResume(process)) continue;
            GiveUp(container);
            all = false;
        }

        return all;
    }

    private void GiveUp(ContainerRun container) => container.Status = container.Status with
    {
        Waiting = null,
        Running = null,
        Ready = false,
        Terminated = ContainerTerminations.Unknown(pod.Now),
    };

    private ContainerRun[] Make(IReadOnlyList<Container> specs, IReadOnlyList<ContainerStatus>? known, string reason)
    {
        var runs = new ContainerRun[specs.Count];
        for (var i = 0; i < runs.Length; i++)
        {
            runs[i] = new ContainerRun(
                pod,
                specs[i],
                known is null ? new ContainerStatus { Name = specs[i].Name ?? "", Waiting = new ContainerWaiting(reason) } : known[i]);
        }

        return runs;
    }
}

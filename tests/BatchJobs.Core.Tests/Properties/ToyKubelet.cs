using BatchJobs.Commands;
using BatchJobs.Pods;
using BatchJobs.Specs;

namespace BatchJobs.Core.Tests.Properties;

/// <summary>A pod as the one who runs it sees it.</summary>
internal sealed class ToyPod(long ordinal, int index, int attempt, int place)
{
    public long Ordinal { get; } = ordinal;

    public int Index { get; } = index;

    /// <summary>Failures of its index before it.</summary>
    public int Attempt { get; } = attempt;

    /// <summary>How many pods were started before it.</summary>
    public int Place { get; } = place;

    public PodPhase Phase { get; set; } = PodPhase.Pending;

    public bool Ready { get; set; }

    public bool Stopping { get; set; }

    public bool Released { get; set; }

    public int Restarts { get; set; }

    public int ExitCode { get; set; }

    public bool Disrupted { get; set; }

    public DateTimeOffset EndedAt { get; set; }

    public bool Lives => Phase is PodPhase.Pending or PodPhase.Running;

    public PodStatus Status => new()
    {
        Phase = Phase,
        Conditions =
        [
            new(PodConditionTypes.Ready, Ready ? ConditionStatus.True : ConditionStatus.False),
            .. Disrupted ? [new PodCondition(PodConditionTypes.DisruptionTarget, ConditionStatus.True)] : Array.Empty<PodCondition>(),
        ],
        ContainerStatuses = [new() { Name = "main", RestartCount = Restarts, Terminated = Lives ? null : new(ExitCode, EndedAt) }],
    };
}

/// <summary>Does what it is told, remembers what has not been released, and never asks why.</summary>
internal sealed class ToyKubelet
{
    private readonly SortedDictionary<long, ToyPod> pods = [];
    private int started;

    public IEnumerable<ToyPod> Pods => pods.Values;

    public HashSet<long> Known => [.. pods.Keys];

    public void Start(JobCommand command)
    {
        if (!pods.ContainsKey(command.Ordinal))
        {
            pods.Add(command.Ordinal, new ToyPod(command.Ordinal, command.Pod!.Index, command.Pod.FailureCount + command.Pod.IgnoredFailureCount, started++));
        }
    }

    public void Stop(long ordinal)
    {
        if (pods.TryGetValue(ordinal, out ToyPod? pod) && pod.Lives)
        {
            pod.Stopping = true;
        }
    }

    public void Release(long ordinal)
    {
        if (pods.TryGetValue(ordinal, out ToyPod? pod))
        {
            pod.Released = true;
            ForgetIfDone(pod);
        }
    }

    public void End(ToyPod pod, int exitCode, DateTimeOffset now, bool disrupted = false)
    {
        pod.Phase = exitCode == 0 ? PodPhase.Succeeded : PodPhase.Failed;
        pod.ExitCode = exitCode;
        pod.Disrupted = disrupted;
        pod.Ready = false;
        pod.EndedAt = now;
        ForgetIfDone(pod);
    }

    public void Lose(ToyPod pod) => pods.Remove(pod.Ordinal);

    private void ForgetIfDone(ToyPod pod)
    {
        if (pod is { Released: true, Lives: false })
        {
            pods.Remove(pod.Ordinal);
        }
    }
}

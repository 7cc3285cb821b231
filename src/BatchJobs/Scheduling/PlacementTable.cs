using System.Diagnostics.CodeAnalysis;
using BatchJobs.Execution;
using BatchJobs.Pods;

namespace BatchJobs.Scheduling;

/// <summary>All pods of a <see cref="ScheduledPodExecutor"/>, and the views of them that a cycle needs; used under the lock of the executor.</summary>
internal sealed class PlacementTable
{
    private readonly Dictionary<PodId, PodPlacement> all = [];
    private readonly SortedDictionary<long, WaitingPod> waiting = [];
    private readonly Dictionary<PodId, RunningPod> running = [];
    private readonly Dictionary<PodNode, int> runningOn = [];
    private readonly List<PodPlacement> refused = [];
    private long count;

    public IReadOnlyCollection<WaitingPod> Waiting => waiting.Values;

    public IReadOnlyCollection<RunningPod> Running => running.Values;

    public IEnumerable<PodPlacement> All => all.Values;

    /// <summary>When the first of the pods that nodes refused may be offered again.</summary>
    public DateTimeOffset? NextOffer => refused.Count == 0 ? null : refused.Min(pod => pod.NotBefore);

    public int CountOn(PodNode node) => runningOn.GetValueOrDefault(node);

    public bool TryGet(PodId id, [NotNullWhen(true)] out PodPlacement? pod) => all.TryGetValue(id, out pod);

    public PodPlacement Add(PodStartRequest request, DateTimeOffset now)
    {
        var pod = new PodPlacement(request.Id, count++) { Waiting = new WaitingPod(request, now) };
        all.Add(request.Id, pod);
        waiting.Add(pod.Number, pod.Waiting);
        return pod;
    }

    /// <summary>A pod that runs already and that nobody here has asked for.</summary>
    public PodPlacement AddSurvivor(PodReport report, PodNode node, DateTimeOffset now)
    {
        var pod = new PodPlacement(report.Pod, count++) { Status = report.Status };
        all.Add(report.Pod, pod);
        if (report.Status.Phase is PodPhase.Succeeded or PodPhase.Failed)
        {
            pod.Node = node;
            pod.State = PlacementState.Ended;
        }
        else
        {
            Occupy(pod, node, now);
            pod.State = PlacementState.Bound;
        }

        return pod;
    }

    public void Bind(PodPlacement pod, PodNode node, DateTimeOffset now)
    {
        waiting.Remove(pod.Number);
        pod.State = PlacementState.Binding;
        pod.IsUnwanted = false;
        Occupy(pod, node, now);
    }

    /// <summary>The node would not have the pod: it keeps its place in the queue, but is passed over for a while.</summary>
    public void Refuse(PodPlacement pod, DateTimeOffset notBefore)
    {
        Vacate(pod);
        pod.State = PlacementState.Waiting;
        pod.Node = null;
        pod.NotBefore = notBefore;
        refused.Add(pod);
    }

    /// <summary>Puts refused pods whose time has come back into the queue.</summary>
    public void OfferAgain(DateTimeOffset now)
    {
        foreach (PodPlacement pod in refused.FindAll(pod => pod.NotBefore <= now))
        {
            refused.Remove(pod);
            pod.NotBefore = null;
            waiting.Add(pod.Number, pod.Waiting!);
        }
    }

    public void End(PodPlacement pod)
    {
        Vacate(pod);
        waiting.Remove(pod.Number);
        refused.Remove(pod);
        pod.State = PlacementState.Ended;
        ForgetIfDone(pod);
    }

    public void Release(PodPlacement pod)
    {
        pod.Released = true;
        ForgetIfDone(pod);
    }

    public void Remove(PodPlacement pod)
    {
        End(pod);
        all.Remove(pod.Id);
    }

    private void ForgetIfDone(PodPlacement pod)
    {
        if (pod is { Released: true, State: PlacementState.Ended })
        {
            all.Remove(pod.Id);
        }
    }

    private void Occupy(PodPlacement pod, PodNode node, DateTimeOffset now)
    {
        pod.Node = node;
        pod.Running = new RunningPod(pod.Id, pod.Request, node, now);
        running.Add(pod.Id, pod.Running);
        runningOn[node] = CountOn(node) + 1;
    }

    private void Vacate(PodPlacement pod)
    {
        if (pod.Running is { } place)
        {
            pod.Running = null;
            running.Remove(pod.Id);
            runningOn[place.Node]--;
        }
    }
}

using System.Globalization;

namespace BatchJobs.Scheduling;

/// <summary>One look of an <see cref="IPodScheduler"/>: what there is, and what it decides.</summary>
/// <remarks>Can be made by hand, so that a scheduler is tested without an engine.</remarks>
public sealed class SchedulingCycle
{
    private readonly Dictionary<PodNode, int> free = [];
    private readonly HashSet<WaitingPod> bound = new(ReferenceEqualityComparer.Instance);
    private readonly List<PodBinding> bindings = [];
    private readonly List<PodPreemption> preemptions = [];
    private readonly Dictionary<WaitingPod, string?> explanations = new(ReferenceEqualityComparer.Instance);

    /// <summary>Makes a cycle.</summary>
    /// <param name="now">The time.</param>
    /// <param name="waiting">The pods that wait, those that came first first.</param>
    /// <param name="running">The pods that hold a place.</param>
    /// <param name="nodes">Where pods can run.</param>
    public SchedulingCycle(DateTimeOffset now, IReadOnlyCollection<WaitingPod> waiting, IReadOnlyCollection<RunningPod> running, IReadOnlyList<PodNode> nodes)
        : this(now, waiting, running, nodes, node => (running ?? []).Count(pod => pod.Node == node))
    {
    }

    internal SchedulingCycle(
        DateTimeOffset now,
        IReadOnlyCollection<WaitingPod> waiting,
        IReadOnlyCollection<RunningPod> running,
        IReadOnlyList<PodNode> nodes,
        Func<PodNode, int> countRunning)
    {
        ArgumentNullException.ThrowIfNull(waiting);
        ArgumentNullException.ThrowIfNull(running);
        ArgumentNullException.ThrowIfNull(nodes);
        Now = now;
        Waiting = waiting;
        Running = running;
        Nodes = nodes;
        foreach (PodNode node in nodes)
        {
            free[node] = node.Capacity is { } capacity ? Math.Max(0, capacity - countRunning(node)) : int.MaxValue;
        }
    }

    /// <summary>The time.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>The pods that wait, those that came first first.</summary>
    public IReadOnlyCollection<WaitingPod> Waiting { get; }

    /// <summary>The pods that hold a place, in no order.</summary>
    public IReadOnlyCollection<RunningPod> Running { get; }

    /// <summary>Where pods can run, in the order in which they were given.</summary>
    public IReadOnlyList<PodNode> Nodes { get; }

    /// <summary>What starts where, as decided so far.</summary>
    public IReadOnlyList<PodBinding> Bindings => bindings;

    /// <summary>What has to make room, as decided so far.</summary>
    public IReadOnlyList<PodPreemption> Preemptions => preemptions;

    /// <summary>When to look again even if nothing happens; null for not at all.</summary>
    /// <value>Null.</value>
    public DateTimeOffset? LookAgainAt { get; set; }

    /// <summary>How many more pods a node takes, those bound in this cycle counted.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The number; <see cref="int.MaxValue"/> without a limit.</returns>
    public int FreeOn(PodNode node) => free[node];

    /// <summary>Lets a pod start on a node.</summary>
    /// <param name="pod">One of <see cref="Waiting"/>.</param>
    /// <param name="node">One of <see cref="Nodes"/>.</param>
    /// <exception cref="InvalidOperationException">The pod is bound already, or the node is full.</exception>
    public void Bind(WaitingPod pod, PodNode node)
    {
        ArgumentNullException.ThrowIfNull(pod);
        ArgumentNullException.ThrowIfNull(node);
        if (free[node] == 0)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Node {node} is full with {node.Capacity} pods; pod {pod.Request.Name} does not fit."));
        }

        if (!bound.Add(pod))
        {
            throw new InvalidOperationException($"Pod {pod.Request.Name} is bound already.");
        }

        if (node.Capacity is not null)
        {
            free[node]--;
        }

        bindings.Add(new PodBinding(pod, node));
    }

    /// <summary>Says why a pod has to wait; shown as its message.</summary>
    /// <param name="pod">One of <see cref="Waiting"/>.</param>
    /// <param name="message">Why, in a sentence.</param>
    public void Explain(WaitingPod pod, string message)
    {
        ArgumentNullException.ThrowIfNull(pod);
        ArgumentException.ThrowIfNullOrEmpty(message);
        explanations[pod] = message;
    }

    /// <summary>Ends a pod that runs to make room; the next cycle finds its place free.</summary>
    /// <param name="pod">One of <see cref="Running"/>.</param>
    /// <param name="message">Why, in a sentence.</param>
    /// <remarks>The pod gets the condition <c>DisruptionTarget</c> with reason <c>PreemptionByScheduler</c> (KEP-3329), so that a failure policy can spare its Job.</remarks>
    public void Preempt(RunningPod pod, string message)
    {
        ArgumentNullException.ThrowIfNull(pod);
        ArgumentException.ThrowIfNullOrEmpty(message);
        preemptions.Add(new PodPreemption(pod, message));
    }

    /// <summary>Why pods wait, of those for which it was said.</summary>
    internal IReadOnlyDictionary<WaitingPod, string?> Explanations => explanations;

    /// <summary>Takes back what earlier cycles said of the pods that this one says nothing of.</summary>
    internal void TakeBackOthers()
    {
        foreach (WaitingPod pod in Waiting)
        {
            explanations.TryAdd(pod, null);
        }
    }
}

/// <summary>A pod that starts on a node.</summary>
/// <param name="Pod">The pod.</param>
/// <param name="Node">The node.</param>
public sealed record PodBinding(WaitingPod Pod, PodNode Node);

/// <summary>A pod that has to make room.</summary>
/// <param name="Pod">The pod.</param>
/// <param name="Message">Why, in a sentence.</param>
public sealed record PodPreemption(RunningPod Pod, string Message);

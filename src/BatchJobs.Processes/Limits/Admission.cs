using BatchJobs.Processes.Reading;

namespace BatchJobs.Processes.Limits;

/// <summary>Lets pods in as long as the machine has what they request; the others wait in the order in which they came.</summary>
/// <remarks>A pod that wants more than there is waits for ever, as on a cluster, but keeps nobody else from coming in.</remarks>
/// <param name="capacity">What there is.</param>
/// <param name="maxPods">How many pods may be in; null for any number.</param>
internal sealed class Admission(ResourceAmounts capacity, int? maxPods)
{
    private readonly Lock gate = new();
    private readonly LinkedList<AdmissionTicket> waiting = new();
    private long usedCpu;
    private long usedMemory;
    private int pods;

    /// <summary>Asks for admission.</summary>
    /// <param name="requests">What the pod wants.</param>
    /// <param name="isInside">Whether the pod runs already, and can't be kept out.</param>
    internal AdmissionTicket Enter(ResourceAmounts requests, bool isInside = false)
    {
        var ticket = new AdmissionTicket(requests);
        lock (gate)
        {
            ticket.Obstacle = Obstacle(requests, usedCpu, usedMemory, pods);
            if (isInside || (ticket.Obstacle is null && waiting.Count == 0))
            {
                Use(requests, 1);
                ticket.Admit();
                return ticket;
            }

            waiting.AddLast(ticket);
            Advance();
        }

        return ticket;
    }

    /// <summary>Gives back what was admitted, or takes back the wish.</summary>
    internal void Leave(AdmissionTicket ticket)
    {
        lock (gate)
        {
            if (!waiting.Remove(ticket)) Use(ticket.Requests, -1);
            Advance();
        }
    }

    private void Advance()
    {
        for (var node = waiting.First; node is not null;)
        {
            var (ticket, next) = (node.Value, node.Next);
            if (Obstacle(ticket.Requests, usedCpu, usedMemory, pods) is null)
            {
                waiting.Remove(node);
                Use(ticket.Requests, 1);
                ticket.Admit();
            }
            else if (Obstacle(ticket.Requests, 0, 0, 0) is null)
            {
                return; // it comes next, so that small pods can't keep a large one out for ever
            }

            node = next;
        }
    }

    private void Use(ResourceAmounts requests, int sign)
    {
        usedCpu += sign * (requests.MilliCpu ?? 0);
        usedMemory += sign * (requests.Memory ?? 0);
        pods += sign;
    }

    /// <summary>What keeps a pod out, in the scheduler's words.</summary>
    private string? Obstacle(ResourceAmounts requests, long cpu, long memory, int count)
    {
        if (count >= maxPods) return "Too many pods";
        if (requests.MilliCpu is > 0 and var wantedCpu && wantedCpu > capacity.MilliCpu - cpu) return "Insufficient cpu";
        if (requests.Memory is > 0 and var wantedMemory && wantedMemory > capacity.Memory - memory) return "Insufficient memory";
        return null;
    }
}

/// <summary>A pod's place in the queue.</summary>
/// <param name="requests">What it wants.</param>
internal sealed class AdmissionTicket(ResourceAmounts requests)
{
    private readonly Lock gate = new();
    private TaskCompletionSource? admitted;
    private bool isAdmitted;

    internal ResourceAmounts Requests { get; } = requests;

    /// <summary>What kept the pod out when it came, or null.</summary>
    internal string? Obstacle { get; set; }

    internal Task Admitted
    {
        get
        {
            lock (gate) return isAdmitted ? Task.CompletedTask : (admitted ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    internal void Admit()
    {
        lock (gate)
        {
            isAdmitted = true;
            admitted?.TrySetResult();
        }
    }
}

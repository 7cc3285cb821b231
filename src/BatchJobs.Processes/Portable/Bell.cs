using BatchJobs.Processes.Launching;

namespace BatchJobs.Processes.Portable;

/// <summary>Where nothing happens but that somebody calls.</summary>
internal sealed class Bell : IEvents
{
    private readonly object gate = new();
    private int calls;

    public bool Wait()
    {
        lock (gate)
        {
            while (calls == 0) Monitor.Wait(gate);
            calls--;
            return true;
        }
    }

    public void Call()
    {
        lock (gate)
        {
            calls++;
            Monitor.Pulse(gate);
        }
    }

    public void Dispose()
    {
    }
}

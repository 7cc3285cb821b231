namespace BatchJobs.Processes.Running;

/// <summary>A few threads on which pods begin and end, so that starting a program never keeps a thread of the pool waiting.</summary>
/// <remarks>
/// They are started when there is work for them and sleep without spinning: between two ends of programs, a spinning thread would take
/// the processor from the programs themselves.
/// </remarks>
/// <param name="most">How many threads there may be.</param>
internal sealed class PodCrew(int most) : IDisposable
{
    private readonly Queue<Action> work = new();
    private readonly List<Thread> threads = [];
    private int idle;
    private bool stopped;

    /// <summary>A crew that suits this machine: whoever starts a program waits until the program has replaced its copy of this process.</summary>
    internal static PodCrew ForThisMachine() => new(Math.Clamp(2 * Environment.ProcessorCount, 4, 32));

    /// <summary>Does something soon, on one of the threads.</summary>
    internal void Post(Action action)
    {
        lock (work)
        {
            work.Enqueue(action);
            if (work.Count > idle && threads.Count < most && !stopped)
            {
                var thread = new Thread(Run) { IsBackground = true, Name = "BatchJobs pods" };
                threads.Add(thread);
                thread.Start();
            }
            else
            {
                Monitor.Pulse(work);
            }
        }
    }

    /// <summary>Lets the threads end once nothing is left to do; may be called on one of them.</summary>
    public void Dispose()
    {
        lock (work)
        {
            stopped = true;
            Monitor.PulseAll(work);
        }

        foreach (var thread in threads.Where(thread => thread != Thread.CurrentThread)) thread.Join();
    }

    private void Run()
    {
        while (Next() is { } action) action();
    }

    private Action? Next()
    {
        lock (work)
        {
            idle++;
            while (work.Count == 0 && !stopped) Monitor.Wait(work);
            idle--;
            return work.TryDequeue(out var action) ? action : null;
        }
    }
}

using BatchJobs.Processes.Launching;

namespace BatchJobs.Processes.Running;

/// <summary>A few threads on which pods begin and end, and which see to what happens to programs meanwhile.</summary>
/// <remarks>
/// They are started when there is work for them and sleep without spinning: between two ends of programs, a spinning thread would take
/// the processor from the programs themselves. The thread that sees a program end starts the next one: waking another one for each took
/// a tenth of what starting a program takes. There is always one left for what happens, however long the others are busy.
/// </remarks>
/// <param name="most">How many threads may be busy with pods.</param>
/// <param name="events">What they wait for otherwise; disposed of with the crew.</param>
internal sealed class PodCrew(int most, IEvents events) : IDisposable
{
    [ThreadStatic]
    private static PodCrew? own;

    [ThreadStatic]
    private static bool comesBack;

    private readonly Queue<Action> work = new();
    private readonly List<Thread> threads = [];
    private int waiting;
    private int busy;

    /// <summary>How much of the work somebody is about to come back for.</summary>
    private int promised;

    /// <summary>Whether one of those who wait has been called and has not come yet.</summary>
    private bool called;
    private bool stopped;

    /// <summary>How many busy threads suit this machine: whoever starts a program waits until the program has replaced its copy of this process.</summary>
    internal static int MostForThisMachine { get; } = Math.Clamp(2 * Environment.ProcessorCount, 4, 32);

    /// <summary>Does something soon, on one of the threads.</summary>
    internal void Post(Action action)
    {
        bool call;
        lock (work)
        {
            work.Enqueue(action);
            if (own == this && !comesBack)
            {
                comesBack = true; // this thread is about to be free
                promised++;
            }

            call = BeginCallIfNeeded();
        }

        if (call) events.Call();
    }

    /// <summary>Lets the threads end once nothing is left to do; may be called on one of them.</summary>
    public void Dispose()
    {
        bool call;
        lock (work)
        {
            stopped = true;
            call = BeginCall();
        }

        if (call) events.Call();
        foreach (var thread in threads.Where(thread => thread != Thread.CurrentThread)) thread.Join();
        events.Dispose();
    }

    private void Run()
    {
        own = this;
        while (TryNext(out var action))
        {
            comesBack = false;
            var wasCalled = action is null && events.Wait();
            action?.Invoke();
            lock (work)
            {
                if (wasCalled) called = false;
                _ = action is null ? waiting-- : busy--;
            }
        }
    }

    /// <returns>Whether there is something to do: an action, or null for waiting.</returns>
    private bool TryNext(out Action? action)
    {
        bool goesOn, call;
        lock (work)
        {
            if (busy < most && work.TryDequeue(out action))
            {
                busy++;
                if (promised > 0) promised--; // whoever takes it: who promised to may be held up
                if (waiting == 0) StartOne();
                (goesOn, call) = (true, BeginCallIfNeeded());
            }
            else
            {
                action = null;
                goesOn = !stopped || work.Count > 0;
                call = !goesOn && BeginCall(); // so that one after the other ends
                if (goesOn) waiting++;
            }
        }

        if (call) events.Call();
        return goesOn;
    }

    // Who comes calls the next one if that is not enough.
    private bool BeginCallIfNeeded()
    {
        if (work.Count <= promised || called) return false;
        if (waiting == 0) StartOne();
        return BeginCall();
    }

    /// <returns>Whether the caller has to call, outside of the lock, which is the first thing that who wakes up needs.</returns>
    private bool BeginCall()
    {
        if (waiting == 0 || called) return false;
        return called = true;
    }

    private void StartOne()
    {
        if (threads.Count > most || stopped) return;
        var thread = new Thread(Run) { IsBackground = true, Name = "BatchJobs pods" };
        threads.Add(thread);
        thread.Start();
    }
}

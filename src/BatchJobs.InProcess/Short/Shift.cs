using BatchJobs.Execution;
using BatchJobs.InProcess.Running;
using BatchJobs.Pods;

namespace BatchJobs.InProcess.Short;

/// <summary>One thread of the crew at work: the pod whose body it has called, and the ends it has yet to report.</summary>
/// <remarks>Changed under the lock of the crew while <see cref="Current"/> is set, since only then somebody else may look.</remarks>
internal sealed class Shift(Crew crew)
{
    private const int MostEnds = 64;

    /// <summary>A quick body is over in less than the clock is worth.</summary>
    private const int QuickCallsPerClock = 32;

    /// <summary>Of bodies that may last each is timed, and one of so many is measured: what is measured is told to all threads.</summary>
    private const int CallsPerSample = 16;

    private const int LooksInARow = 2;

    private const int MostOwn = 8;

    /// <summary>So many reports take some tens of microseconds.</summary>
    private const int ReportsPerHeld = 16;

    /// <summary>So many quick bodies in a row take longer than to wake another thread, which can do as many meanwhile.</summary>
    private const int LongRow = 64;

    [ThreadStatic]
    private static Shift? mine;

    private readonly PodCompletion[] ends = new PodCompletion[MostEnds];
    private DateTimeOffset firstStart;
    private DateTimeOffset clock;
    private PodContext? current;
    private int callsAtClock;
    private int callsAtRow;
    private int callsSeen;
    private int looksAtCall;
    private int reports;

    /// <summary>The shift that reports on this thread just now.</summary>
    public static Shift? Mine
    {
        get => mine;
        set => mine = value;
    }

    public Crew Crew => crew;

    /// <summary>Pods that the engine asked for while this shift reported.</summary>
    public List<PodContext> Entered { get; } = [];

    /// <summary>Those that it runs itself, as long as it will soon be back for the next one: two threads that share the few pods of a small Job get in each other's way at each of them.</summary>
    public Queue<PodContext> Own { get; } = new();

    /// <summary>Pods that the engine released while this shift reported.</summary>
    public List<(ShortPodJob Job, long Ordinal)> Released { get; } = [];

    /// <summary>For the executor, while the shift reports: the Job that it was asked for last.</summary>
    public InProcessJob? Recent { get; set; }

    /// <summary>The Job whose pods the ends are.</summary>
    public ShortPodJob? Job { get; private set; }

    public int Count { get; private set; }

    public bool IsFull => Count == MostEnds;

    /// <summary>The pod whose body holds the thread now.</summary>
    public PodContext? Current
    {
        get => Volatile.Read(ref current);
        set => current = value;
    }

    /// <summary>How the body ended that was called last, until that is settled.</summary>
    public AttemptOutcome? Outcome { get; set; }

    /// <summary>Whether a Job that waits for its beginning comes before the pods that wait: their Jobs may never run out of them.</summary>
    public bool OwesHeld
    {
        get => reports >= ReportsPerHeld;
        set => reports = value ? ReportsPerHeld : 0;
    }

    /// <summary>The clock when it was last looked at.</summary>
    public DateTimeOffset Clock
    {
        get => clock;
        set
        {
            clock = value;
            callsAtClock = Calls;
        }
    }

    /// <summary>How many bodies it has called since it looked at the clock.</summary>
    public int CallsSinceClock => Calls - callsAtClock;

    /// <summary>Whether the thread will soon be back for the next pod.</summary>
    public bool IsAttentive { get; set; }

    /// <summary>How many bodies it has called.</summary>
    public int Calls { get; private set; }

    /// <summary>Whether it has called many bodies that followed one another under a lease, as it will go on to do.</summary>
    public bool IsInLongRow => Calls - callsAtRow >= LongRow;

    /// <summary>Whether the body that was called last is one of those that are measured.</summary>
    public bool IsSample => Calls % CallsPerSample == 0;

    /// <summary>Whether the clock has to be looked at after a body.</summary>
    public bool NeedsClock(bool quick) => !quick || CallsSinceClock >= QuickCallsPerClock;

    /// <summary>Whether its body was the same for two looks in a row: for one, a quick body of a thread that has lost its processor is the same too.</summary>
    public bool HoldsStill()
    {
        looksAtCall = callsSeen == Calls ? looksAtCall + 1 : 0;
        callsSeen = Calls;
        return looksAtCall >= LooksInARow;
    }

    /// <summary>Whether it is to run a pod itself that the engine asked for on its thread.</summary>
    public bool Keeps(PodContext pod) => IsAttentive && Own.Count < MostOwn && pod.ShortPods!.Registration.Pace.IsQuick;

    /// <summary>A row begins with the body that is called next.</summary>
    public void BeginRow() => callsAtRow = Calls;

    /// <summary>Its next pod.</summary>
    public void Begin(PodContext pod)
    {
        Calls++;
        Volatile.Write(ref current, pod);
    }

    public void Add(ShortPodJob job, in PodCompletion end)
    {
        if (Count == 0)
        {
            Job = job;
            firstStart = end.StartedAt;
        }

        ends[Count++] = end;
    }

    /// <summary>Reports the ends; what follows from them may be done before this returns.</summary>
    public void Report(IPodObserver? observer, DateTimeOffset now)
    {
        Clock = now;
        reports++;
        Job!.Registration.Pace.Measure(now - firstStart, Count);
        observer?.OnCompleted(Job.Uid, ends.AsSpan(0, Count));
        Count = 0;
    }

    /// <summary>Takes the ends away, so that somebody else can report them.</summary>
    public PodCompletion[] Take()
    {
        PodCompletion[] taken = ends[..Count];
        Count = 0;
        return taken;
    }
}

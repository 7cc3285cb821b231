using System.Runtime.InteropServices;
using BatchJobs.Diagnostics;
using BatchJobs.Primitives;

namespace BatchJobs.Runtime;

/// <summary>The only writer of one object: rests until there is mail or its time has come, then works cycle by cycle until there is none.</summary>
/// <typeparam name="TEvent">What can happen to the object.</typeparam>
internal abstract class Loop<TEvent> : Mailbox<TEvent>, IThreadPoolWorkItem, IWakeable
    where TEvent : struct
{
    private List<TEvent>? events;
    private List<LoopRequest>? requests;
    private OptionalTime wakeupAt;

    public abstract JobKey Key { get; }

    /// <summary>What all loops of the engine share.</summary>
    protected abstract LoopServices Services { get; }

    /// <inheritdoc />
    public DateTimeOffset? WakeupAt
    {
        get => wakeupAt;
        set => wakeupAt = value;
    }

    /// <summary>What has happened since the last cycle; requests may add to it.</summary>
    protected ReadOnlySpan<TEvent> Events => CollectionsMarshal.AsSpan(events);

    /// <summary>Whether somebody waits for what this cycle does.</summary>
    protected bool IsAwaited => IsBeginning || requests is { Count: > 0 };

    /// <summary>Whether this is the first cycle of a new object, which has to make itself known.</summary>
    protected bool IsBeginning { get; private set; }

    /// <summary>Whether the object can be found; a new one that was not held is let in by its first cycle.</summary>
    protected bool IsKnown { get; private set; } = true;

    public void Post(in TEvent happened)
    {
        if (Receive(happened))
        {
            Run();
        }
    }

    /// <summary>Several things that belong to the same step.</summary>
    public void Post(ReadOnlySpan<TEvent> happened)
    {
        if (Receive(happened))
        {
            Run();
        }
    }

    /// <summary>Takes several things at once; if the loop rests, the caller does its work before it returns.</summary>
    /// <remarks>Saves a way over the thread pool, which can cost more than all the work for a short pod.</remarks>
    protected void PostAndRun<TSource>(ReadOnlySpan<TSource> happened, ConvertToEvent<TSource> convert)
    {
        if (Receive(happened, convert))
        {
            RunHere(briefly: false);
        }
    }

    /// <summary>Takes one thing; if the loop rests, the caller does its work before it returns.</summary>
    protected void PostAndRun(in TEvent happened)
    {
        if (Receive(happened))
        {
            RunHere(briefly: false);
        }
    }

    /// <inheritdoc />
    public abstract void Wake();

    /// <summary>Does something between two steps; it is answered when its effects are saved and published.</summary>
    /// <param name="apply">What to do.</param>
    /// <param name="here">Whether the caller's thread does this, if the loop rests.</param>
    public Task<T> AskAsync<T>(Func<T> apply, bool here = false)
    {
        var request = new LoopRequest<T>(apply);
        switch (Receive(request))
        {
            case true when here:
                RunHere(briefly: true);
                break;
            case true:
                Run();
                break;
            case null:
                request.Fail(Gone());
                break;
        }

        return request.Answer;
    }

    /// <summary>For requests only: adds to the events of this cycle.</summary>
    public void Happen(in TEvent happened) => (events ??= ListPool<TEvent>.Rent()).Add(happened);

    /// <summary>Works for the first time, on the caller's thread; ends when the object is known, saved and published.</summary>
    /// <remarks>A request would do the same by a closure, a task and a list for each new object.</remarks>
    public ValueTask BeginAsync()
    {
        Hold();
        IsKnown = false;
        return BeginHeldAsync();
    }

    /// <summary>The new object is known, or need not be.</summary>
    protected void Entered() => IsKnown = true;

    /// <summary>Lets mail wait until the loop begins.</summary>
    protected void Hold()
    {
        Services.Quiescence.Enter();
        BeginByItself();
    }

    /// <summary>Works for the first time, once mail has been made to wait.</summary>
    protected async ValueTask BeginHeldAsync()
    {
        IsBeginning = true;
        try
        {
            await CycleAsync().ConfigureAwait(false);
            Answer();
        }
        catch (Exception error)
        {
            if (IsKnown)
            {
                Break(error);
            }

            Services.Quiescence.Exit();
            throw;
        }

        IsBeginning = false;
        Rest(left: true);
    }

    void IThreadPoolWorkItem.Execute() => Work(briefly: false);

    /// <param name="briefly">Whether one cycle is enough for this thread, and the pool does what is left.</param>
    private async void Work(bool briefly)
    {
        bool left = false;
        try
        {
            while (!left && TryTake(ref events, ref requests))
            {
                await CycleAsync().ConfigureAwait(false);
                Answer();
                left = briefly;
            }
        }
#pragma warning disable CA1031 // nobody above to catch it; this object stops, the others go on
        catch (Exception error)
#pragma warning restore CA1031
        {
            Break(error);
            left = false;
        }

        Rest(left);
    }

    private void Break(Exception error)
    {
        JobEngineLog.LoopFailed(Services.Logger, Key, error);
        Fail(requests ?? [], error);
        Close(error);
        Broken(error);
    }

    /// <param name="left">Whether there may be more to do, which the pool does.</param>
    private void Rest(bool left)
    {
        if (left && !TryRest())
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
        else
        {
            Services.Quiescence.Exit();
        }
    }

    /// <summary>Applies requests and events, saves, acts, publishes, arms the wake-up.</summary>
    protected abstract ValueTask CycleAsync();

    /// <summary>What callers get who ask when there is no object any more.</summary>
    protected abstract Exception Gone();

    /// <summary>The loop has ended by a defect.</summary>
    protected abstract void Broken(Exception error);

    /// <summary>Carries out what callers asked for; those whose request failed are answered.</summary>
    protected void ApplyRequests()
    {
        if (requests is not null)
        {
            requests.RemoveAll(static request => !request.TryApply());
        }
    }

    /// <summary>Takes no more mail; those who asked for something are told why, or that there is no object any more.</summary>
    protected void Close(Exception? error = null)
    {
        IReadOnlyList<LoopRequest> unanswered = CloseMailbox();
        if (unanswered.Count > 0)
        {
            Fail(unanswered, error ?? Gone());
        }
    }

    private void Answer()
    {
        requests?.ForEach(static request => request.Complete());
        ListPool<TEvent>.Return(events);
        ListPool<LoopRequest>.Return(requests);
        events = null;
        requests = null;
    }

    private void RunHere(bool briefly)
    {
        Services.Quiescence.Enter();
        Work(briefly);
    }

    private void Run()
    {
        Services.Quiescence.Enter();
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private static void Fail(IReadOnlyList<LoopRequest> unanswered, Exception error)
    {
        foreach (LoopRequest request in unanswered)
        {
            request.Fail(error);
        }
    }
}

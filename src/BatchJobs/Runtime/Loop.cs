using BatchJobs.Diagnostics;
using BatchJobs.Primitives;
using Microsoft.Extensions.Logging;

namespace BatchJobs.Runtime;

/// <summary>The only writer of one object: rests until there is mail or its time has come, then works cycle by cycle until there is none.</summary>
/// <typeparam name="TEvent">What can happen to the object.</typeparam>
internal abstract class Loop<TEvent>(JobKey key, Quiescence quiescence, ILogger logger) : IThreadPoolWorkItem, IWakeable
    where TEvent : struct
{
    private readonly Mailbox<TEvent> mailbox = new();
    private List<TEvent> events = [];
    private List<LoopRequest> requests = [];

    public JobKey Key => key;

    /// <inheritdoc />
    public DateTimeOffset? WakeupAt { get; set; }

    /// <summary>What has happened since the last cycle; requests may add to it.</summary>
    protected List<TEvent> Events => events;

    /// <summary>The requests of this cycle.</summary>
    protected List<LoopRequest> Requests => requests;

    public void Post(in TEvent happened)
    {
        if (mailbox.Post(happened))
        {
            Run();
        }
    }

    /// <inheritdoc />
    public abstract void Wake();

    /// <summary>Does something between two steps; it is answered when its effects are saved and published.</summary>
    public Task<T> AskAsync<T>(Func<T> apply)
    {
        var request = new LoopRequest<T>(apply);
        switch (mailbox.Post(request))
        {
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
    public void Happen(in TEvent happened) => events.Add(happened);

    async void IThreadPoolWorkItem.Execute()
    {
        try
        {
            while (mailbox.TryTake(ref events, ref requests))
            {
                await CycleAsync().ConfigureAwait(false);
                foreach (LoopRequest request in requests)
                {
                    request.Complete();
                }
            }
        }
#pragma warning disable CA1031 // nobody above to catch it; this object stops, the others go on
        catch (Exception error)
#pragma warning restore CA1031
        {
            JobEngineLog.LoopFailed(logger, key, error);
            Fail(requests, error);
            Close(error);
            Broken(error);
        }
        finally
        {
            quiescence.Exit();
        }
    }

    /// <summary>Applies requests and events, saves, acts, publishes, arms the wake-up.</summary>
    protected abstract ValueTask CycleAsync();

    /// <summary>What callers get who ask when there is no object any more.</summary>
    protected abstract Exception Gone();

    /// <summary>The loop has ended by a defect.</summary>
    protected abstract void Broken(Exception error);

    /// <summary>Carries out what callers asked for; those whose request failed are answered.</summary>
    protected void ApplyRequests() => requests.RemoveAll(request => !request.TryApply());

    /// <summary>Takes no more mail.</summary>
    protected void Close(Exception error) => Fail(mailbox.Close(), error);

    private void Run()
    {
        quiescence.Enter();
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

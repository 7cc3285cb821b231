using System.Threading.Channels;
using BatchJobs.Kubernetes.Requests;

namespace BatchJobs.Kubernetes.Executor;

/// <summary>Brings orders to the server that need no answer and must not be lost: beside everything else, and again until they succeed.</summary>
internal sealed class Outbox : IAsyncDisposable
{
    private const int Couriers = 16;
    private static readonly Backoff Refusals = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));

    private readonly Channel<Order> orders = Channel.CreateUnbounded<Order>();
    private readonly CancellationTokenSource closing = new();
    private readonly Func<CancellationToken, Task> mayAct;
    private readonly KubernetesExecutorOptions options;
    private readonly Task[] couriers;
    private int open;
    private volatile bool draining;

    /// <param name="mayAct">Ends when this engine is the one to act.</param>
    /// <param name="options">Clock, log and patience.</param>
    public Outbox(Func<CancellationToken, Task> mayAct, KubernetesExecutorOptions options)
    {
        this.mayAct = mayAct;
        this.options = options;
        couriers = [.. Enumerable.Range(0, Couriers).Select(_ => Task.Run(DeliverAsync))];
    }

    /// <param name="action">What is done, as one word, for the log.</param>
    /// <param name="pod">What it is done to, for the log.</param>
    /// <param name="send">Does it; an order that has become pointless succeeds.</param>
    public void Post(string action, string pod, Func<CancellationToken, Task> send)
    {
        Interlocked.Increment(ref open);
        orders.Writer.TryWrite(new Order(action, pod, send, 0));
    }

    /// <summary>Delivers what there is, but takes no longer than the options allow.</summary>
    public async ValueTask DisposeAsync()
    {
        draining = true;
        if (Interlocked.CompareExchange(ref open, 0, 0) == 0) // with a fence, so that either this or the last delivery sees the end
        {
            orders.Writer.TryComplete();
        }

        closing.CancelAfter(options.ShutdownTimeout);
        try
        {
            await Task.WhenAll(couriers).ConfigureAwait(false);
        }
        finally
        {
            closing.Dispose();
        }
    }

    private async Task DeliverAsync()
    {
        try
        {
            await foreach (Order order in orders.Reader.ReadAllAsync(closing.Token).ConfigureAwait(false))
            {
                await DeliverAsync(order).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (closing.IsCancellationRequested)
        {
            // What is left, the next engine with this identity finds out for itself.
        }
    }

    private async Task DeliverAsync(Order order)
    {
        try
        {
            await mayAct(closing.Token).ConfigureAwait(false);
            await order.Send(closing.Token).ConfigureAwait(false);
            Close();
        }
        catch (OperationCanceledException) when (closing.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // an order must not be lost, whatever went wrong
        catch (Exception error)
#pragma warning restore CA1031
        {
            TimeSpan delay = Refusals.After(order.Refusals + 1);
            KubernetesLog.CommandFailed(options.Logger, order.Action, order.Pod, delay, error);
            _ = PostLaterAsync(order with { Refusals = order.Refusals + 1 }, delay);
        }
    }

    private async Task PostLaterAsync(Order order, TimeSpan delay)
    {
        try
        {
            await Task.Delay(delay, options.TimeProvider, closing.Token).ConfigureAwait(false);
            orders.Writer.TryWrite(order);
        }
        catch (OperationCanceledException)
        {
            // As above.
        }
    }

    private void Close()
    {
        if (Interlocked.Decrement(ref open) == 0 && draining)
        {
            orders.Writer.TryComplete();
        }
    }

    private sealed record Order(string Action, string Pod, Func<CancellationToken, Task> Send, int Refusals);
}

namespace BatchJobs.Kubernetes.Requests;

/// <summary>Lets so many requests a second pass, and a burst after a pause; who comes too early waits for his turn.</summary>
/// <remarks>Kubernetes: the client-side rate limit of controllers, <c>--kube-api-qps</c> and <c>--kube-api-burst</c>.</remarks>
internal sealed class RequestPace(double perSecond, int burst, TimeProvider time)
{
    private readonly Lock gate = new();
    private double tokens = burst;
    private long last = time.GetTimestamp();

    public Task WaitAsync(CancellationToken cancellationToken)
    {
        TimeSpan wait = double.IsPositiveInfinity(perSecond) ? TimeSpan.Zero : Take();
        return wait == TimeSpan.Zero ? Task.CompletedTask : Task.Delay(wait, time, cancellationToken);
    }

    /// <summary>Takes a token, if need be one that is yet to come.</summary>
    private TimeSpan Take()
    {
        lock (gate)
        {
            long now = time.GetTimestamp();
            tokens = Math.Min(burst, tokens + (time.GetElapsedTime(last, now).TotalSeconds * perSecond));
            last = now;
            tokens--;
            return tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-tokens / perSecond);
        }
    }
}

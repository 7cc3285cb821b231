using BatchJobs.Processes.Reading;

namespace BatchJobs.Processes.Running;

/// <summary>Runs a probe again and again and counts what it says.</summary>
/// <param name="spec">The probe.</param>
/// <param name="check">Runs it once.</param>
/// <param name="time">The clock.</param>
internal sealed class ProbeLoop(ProbeSpec spec, Func<CancellationToken, Task<bool>> check, TimeProvider time)
{
    /// <summary>Probes until cancelled, or until the receiver has heard enough.</summary>
    /// <param name="result">Told each time one of the thresholds is reached or passed; answers whether to go on.</param>
    /// <param name="cancellationToken">Ends the probing.</param>
    internal async Task RunAsync(Func<bool, bool> result, CancellationToken cancellationToken)
    {
        var (last, inARow) = (false, 0L);
        if (spec.InitialDelay > TimeSpan.Zero) await Task.Delay(spec.InitialDelay, time, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            var next = Task.Delay(spec.Period, time, cancellationToken);
            var success = await CheckAsync(cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            inARow = success == last ? inARow + 1 : 1;
            last = success;
            if (inARow >= (success ? spec.SuccessThreshold : spec.FailureThreshold) && !result(success)) return;
            await next.ConfigureAwait(false);
        }
    }

    private async Task<bool> CheckAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(spec.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        return await check(either.Token).ConfigureAwait(false);
    }
}

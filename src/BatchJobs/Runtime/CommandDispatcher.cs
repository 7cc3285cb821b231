using System.Runtime.InteropServices;
using BatchJobs.Commands;
using BatchJobs.Diagnostics;
using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.State;

namespace BatchJobs.Runtime;

/// <summary>Carries out the commands of a step; what an executor refuses comes back as an event.</summary>
internal sealed class CommandDispatcher(LoopServices services)
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(1);

    /// <summary>Carries out commands in their order; a removal of the Job is left to the loop.</summary>
    public async ValueTask ExecuteAsync(JobLoop loop, List<JobCommand> commands)
    {
        for (int i = 0; i < commands.Count; i++)
        {
            JobCommand command = commands[i];
            var pod = new PodId(loop.Uid, command.Ordinal);
            switch (command.Kind)
            {
                case JobCommandKind.StartPod:
                    int count = CountStarts(commands, i);
                    await StartAsync(loop, commands, i, count).ConfigureAwait(false);
                    i += count - 1;
                    break;
                case JobCommandKind.StopPod:
                    await PersistAsync(executor => executor.StopAsync(pod, command.GracePeriod)).ConfigureAwait(false);
                    break;
                case JobCommandKind.ReleasePod:
                    await PersistAsync(executor => executor.ReleaseAsync(pod)).ConfigureAwait(false);
                    break;
                case JobCommandKind.RemoveJob:
                    break;
                default:
                    throw new InvalidOperationException($"Unknown command {command.Kind}.");
            }
        }
    }

    /// <summary>Tells the executor that a Job is gone.</summary>
    public ValueTask ForgetJobAsync(Guid jobUid, bool orphanPods) => PersistAsync(executor => executor.ForgetJobAsync(jobUid, orphanPods));

    private static int CountStarts(List<JobCommand> commands, int first)
    {
        int count = 1;
        while (first + count < commands.Count && commands[first + count].Kind == JobCommandKind.StartPod)
        {
            count++;
        }

        return count;
    }

    /// <summary>Slow start: 1, 2, 4, ... pods at a time; after a batch with a refusal the rest is not even tried.</summary>
    /// <remarks>Kubernetes: <c>slowStartBatch</c>. A broken executor sees one request instead of thousands.</remarks>
    private async ValueTask StartAsync(JobLoop loop, List<JobCommand> commands, int first, int count)
    {
        int started = 0;
        for (int batch = 1; started < count; batch *= 2)
        {
            int size = Math.Min(batch, count - started);
            bool refused = await StartBatchAsync(loop, commands, first + started, size).ConfigureAwait(false);
            started += size;
            if (refused)
            {
                break;
            }
        }

        foreach (ref readonly JobCommand skipped in CollectionsMarshal.AsSpan(commands).Slice(first + started, count - started))
        {
            loop.PodRefused(skipped.Pod!, null);
        }
    }

    private async ValueTask<bool> StartBatchAsync(JobLoop loop, List<JobCommand> commands, int first, int size)
    {
        List<Task<bool>>? pending = null;
        bool refused = false;
        for (int i = first; i < first + size; i++)
        {
            ValueTask<bool> accepted = TryStartAsync(loop, commands[i].Pod!);
            if (accepted.IsCompletedSuccessfully)
            {
                refused |= !accepted.Result;
            }
            else
            {
                (pending ??= []).Add(accepted.AsTask());
            }
        }

        foreach (Task<bool> accepted in pending ?? [])
        {
            refused |= !await accepted.ConfigureAwait(false);
        }

        return refused;
    }

    private async ValueTask<bool> TryStartAsync(JobLoop loop, PodRecord pod)
    {
        PodStartRequest request = loop.MakeRequest(pod);
        try
        {
            await services.Executor.StartAsync(request).ConfigureAwait(false);
            return true;
        }
#pragma warning disable CA1031 // whatever an executor throws, the pod did not start
        catch (Exception error)
#pragma warning restore CA1031
        {
            JobEngineLog.PodRefused(services.Logger, loop.Key, request.Name, error);
            loop.PodRefused(pod, error.Message);
            return false;
        }
    }

    /// <summary>Tries at once, and if that fails again and again beside everything else, since these requests must not be lost.</summary>
    private async ValueTask PersistAsync(Func<IPodExecutor, ValueTask> call)
    {
        try
        {
            await call(services.Executor).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // an executor that fails now may succeed later
        catch (Exception error)
#pragma warning restore CA1031
        {
            JobEngineLog.ExecutorFailed(services.Logger, error);
            _ = RetryAsync(call);
        }
    }

    private async Task RetryAsync(Func<IPodExecutor, ValueTask> call)
    {
        for (TimeSpan delay = FirstRetry; !services.Closing.IsCancellationRequested; delay = delay * 2 > LongestRetry ? LongestRetry : delay * 2)
        {
            try
            {
                await Task.Delay(delay, services.Time, services.Closing).ConfigureAwait(false);
                await call(services.Executor).ConfigureAwait(false);
                return;
            }
            catch (OperationCanceledException) when (services.Closing.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // the next round may succeed
            catch (Exception error)
#pragma warning restore CA1031
            {
                JobEngineLog.ExecutorFailed(services.Logger, error);
            }
        }
    }
}

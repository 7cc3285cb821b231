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
    /// <remarks>What an executor nearby takes at once, which it mostly does, needs none of what can be waited for.</remarks>
    public ValueTask ExecuteAsync(JobLoop loop, List<JobCommand> commands)
    {
        for (int i = 0; i < commands.Count; i++)
        {
            JobCommand command = commands[i];
            if (command.Kind == JobCommandKind.ReleasePod)
            {
                ValueTask released = ReleaseAsync(new PodId(loop.Uid, command.Ordinal));
                if (!released.IsCompletedSuccessfully)
                {
                    return ContinueAsync(released, loop, commands, i + 1);
                }
            }
            else if (command.Kind != JobCommandKind.RemoveJob && (command.Kind != JobCommandKind.StartPod || !TryStartBriefly(loop, command.Pod!)))
            {
                return ContinueAsync(default, loop, commands, i);
            }
        }

        return default;
    }

    private async ValueTask ContinueAsync(ValueTask before, JobLoop loop, List<JobCommand> commands, int next)
    {
        await before.ConfigureAwait(false);
        for (int i = next; i < commands.Count; i++)
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
                    await StopAsync(pod, command.GracePeriod).ConfigureAwait(false);
                    break;
                case JobCommandKind.ReleasePod:
                    await ReleaseAsync(pod).ConfigureAwait(false);
                    break;
                case JobCommandKind.RemoveJob:
                    break;
                default:
                    throw new InvalidOperationException($"Unknown command {command.Kind}.");
            }
        }
    }

    /// <summary>Tells the executor that a Job is gone.</summary>
    public ValueTask ForgetJobAsync(Guid jobUid, bool orphanPods)
    {
        try
        {
            ValueTask taken = services.Executor.ForgetJobAsync(jobUid, orphanPods);
            return taken.IsCompletedSuccessfully ? default : new ValueTask(AwaitForgetAsync(taken, jobUid, orphanPods));
        }
#pragma warning disable CA1031 // an executor that fails now may succeed later
        catch (Exception error)
#pragma warning restore CA1031
        {
            ForgetLater(jobUid, orphanPods, error);
            return default;
        }
    }

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

    private ValueTask<bool> StartBatchAsync(JobLoop loop, List<JobCommand> commands, int first, int size)
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

        return pending is null ? new ValueTask<bool>(refused) : AwaitAllAsync(pending, refused);

        static async ValueTask<bool> AwaitAllAsync(List<Task<bool>> pending, bool refused)
        {
            foreach (Task<bool> accepted in pending)
            {
                refused |= !await accepted.ConfigureAwait(false);
            }

            return refused;
        }
    }

    private ValueTask<bool> TryStartAsync(JobLoop loop, PodRecord pod)
    {
        PodStartRequest? request = null;
        try
        {
            if (TryStartBriefly(loop, pod))
            {
                return new ValueTask<bool>(true);
            }

            request = loop.MakeRequest(pod);
            ValueTask accepted = services.Executor.StartAsync(request);
            return accepted.IsCompletedSuccessfully ? new ValueTask<bool>(true) : AwaitStartAsync(loop, pod, request, accepted);
        }
#pragma warning disable CA1031 // whatever an executor throws, the pod did not start
        catch (Exception error)
#pragma warning restore CA1031
        {
            return new ValueTask<bool>(Refuse(loop, pod, request ?? loop.MakeRequest(pod), error));
        }
    }

    /// <summary>Starts a pod of which an executor nearby has to know no more than of all others; false if it has to be asked.</summary>
    private static bool TryStartBriefly(JobLoop loop, PodRecord pod)
    {
        try
        {
            return loop.TryStartBriefly(pod);
        }
#pragma warning disable CA1031 // what is wrong is told to whoever asks for the pod in full
        catch
#pragma warning restore CA1031
        {
            return false;
        }
    }

    private async ValueTask<bool> AwaitStartAsync(JobLoop loop, PodRecord pod, PodStartRequest request, ValueTask accepted)
    {
        try
        {
            await accepted.ConfigureAwait(false);
            return true;
        }
#pragma warning disable CA1031 // whatever an executor throws, the pod did not start
        catch (Exception error)
#pragma warning restore CA1031
        {
            return Refuse(loop, pod, request, error);
        }
    }

    private bool Refuse(JobLoop loop, PodRecord pod, PodStartRequest request, Exception error)
    {
        JobEngineLog.PodRefused(services.Logger, loop.Key, request.Name, error);
        loop.PodRefused(pod, error.Message);
        return false;
    }

    private ValueTask StopAsync(PodId pod, TimeSpan? gracePeriod)
    {
        try
        {
            ValueTask taken = services.Executor.StopAsync(pod, gracePeriod);
            return taken.IsCompletedSuccessfully ? default : new ValueTask(AwaitStopAsync(taken, pod, gracePeriod));
        }
#pragma warning disable CA1031 // an executor that fails now may succeed later
        catch (Exception error)
#pragma warning restore CA1031
        {
            StopLater(pod, gracePeriod, error);
            return default;
        }
    }

    private ValueTask ReleaseAsync(PodId pod)
    {
        try
        {
            ValueTask taken = services.Executor.ReleaseAsync(pod);
            return taken.IsCompletedSuccessfully ? default : new ValueTask(AwaitReleaseAsync(taken, pod));
        }
#pragma warning disable CA1031 // an executor that fails now may succeed later
        catch (Exception error)
#pragma warning restore CA1031
        {
            ReleaseLater(pod, error);
            return default;
        }
    }

    private Task AwaitStopAsync(ValueTask taken, PodId pod, TimeSpan? gracePeriod) => AwaitAsync(taken, executor => executor.StopAsync(pod, gracePeriod));

    private Task AwaitReleaseAsync(ValueTask taken, PodId pod) => AwaitAsync(taken, executor => executor.ReleaseAsync(pod));

    private Task AwaitForgetAsync(ValueTask taken, Guid jobUid, bool orphanPods) => AwaitAsync(taken, executor => executor.ForgetJobAsync(jobUid, orphanPods));

    private async Task AwaitAsync(ValueTask taken, Func<IPodExecutor, ValueTask> call)
    {
        try
        {
            await taken.ConfigureAwait(false);
        }
#pragma warning disable CA1031 // an executor that fails now may succeed later
        catch (Exception error)
#pragma warning restore CA1031
        {
            Persist(error, call);
        }
    }

    // Apart, since a method that has a closure makes it even when it is not needed: 100 bytes for each pod.
    private void StopLater(PodId pod, TimeSpan? gracePeriod, Exception error) => Persist(error, executor => executor.StopAsync(pod, gracePeriod));

    private void ReleaseLater(PodId pod, Exception error) => Persist(error, executor => executor.ReleaseAsync(pod));

    private void ForgetLater(Guid jobUid, bool orphanPods, Exception error) => Persist(error, executor => executor.ForgetJobAsync(jobUid, orphanPods));

    /// <summary>Tries what has failed again and again beside everything else, since these requests must not be lost.</summary>
    private void Persist(Exception error, Func<IPodExecutor, ValueTask> call)
    {
        JobEngineLog.ExecutorFailed(services.Logger, error);
        _ = RetryAsync(call);
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

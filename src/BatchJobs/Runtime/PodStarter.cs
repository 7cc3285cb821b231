using System.Runtime.InteropServices;
using BatchJobs.Commands;
using BatchJobs.Diagnostics;
using BatchJobs.Execution;
using BatchJobs.State;

namespace BatchJobs.Runtime;

/// <summary>Has the executor start pods; what it refuses comes back to the Job as an event.</summary>
internal sealed class PodStarter(LoopServices services)
{
    /// <summary>Slow start: 1, 2, 4, ... pods at a time; after a batch with a refusal the rest is not even tried.</summary>
    /// <remarks>Kubernetes: <c>slowStartBatch</c>. A broken executor sees one request instead of thousands.</remarks>
    public async ValueTask StartAsync(JobLoop loop, List<JobCommand> commands, int first, int count)
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
    public static bool TryStartBriefly(JobLoop loop, PodRecord pod)
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
}

using BatchJobs.Commands;
using BatchJobs.Pods;

namespace BatchJobs.Runtime;

/// <summary>Carries out the commands of a step; what an executor refuses comes back as an event.</summary>
internal sealed class CommandDispatcher(LoopServices services)
{
    private readonly PodStarter starter = new(services);
    private readonly LastingOrders orders = new(services);

    /// <summary>Carries out commands in their order; a removal of the Job is left to the loop.</summary>
    /// <remarks>What an executor nearby takes at once, which it mostly does, needs none of what can be waited for.</remarks>
    public ValueTask ExecuteAsync(JobLoop loop, List<JobCommand> commands)
    {
        for (int i = 0; i < commands.Count; i++)
        {
            JobCommand command = commands[i];
            if (command.Kind == JobCommandKind.ReleasePod)
            {
                ValueTask released = orders.ReleaseAsync(new PodId(loop.Uid, command.Ordinal));
                if (!released.IsCompletedSuccessfully)
                {
                    return ContinueAsync(released, loop, commands, i + 1);
                }
            }
            else if (command.Kind != JobCommandKind.RemoveJob && (command.Kind != JobCommandKind.StartPod || !PodStarter.TryStartBriefly(loop, command.Pod!)))
            {
                return ContinueAsync(default, loop, commands, i);
            }
        }

        return default;
    }

    /// <summary>Tells the executor that a Job is gone.</summary>
    public ValueTask ForgetJobAsync(Guid jobUid, bool orphanPods) => orders.ForgetJobAsync(jobUid, orphanPods);

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
                    await starter.StartAsync(loop, commands, i, count).ConfigureAwait(false);
                    i += count - 1;
                    break;
                case JobCommandKind.StopPod:
                    await orders.StopAsync(pod, command.GracePeriod).ConfigureAwait(false);
                    break;
                case JobCommandKind.ReleasePod:
                    await orders.ReleaseAsync(pod).ConfigureAwait(false);
                    break;
                case JobCommandKind.RemoveJob:
                    break;
                default:
                    throw new InvalidOperationException($"Unknown command {command.Kind}.");
            }
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
}

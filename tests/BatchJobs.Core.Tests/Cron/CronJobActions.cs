using BatchJobs.Cron;

namespace BatchJobs.Core.Tests.Cron;

/// <summary>What can happen to a CronJob and its Jobs, by number.</summary>
internal static class CronJobActions
{
    /// <summary>The first Job that has not ended.</summary>
    public static string? Running(CronJobWorld world) =>
        world.Jobs.Values.Where(job => job.Outcome == ChildJobOutcome.None).Select(job => job.Name).Order().FirstOrDefault();

    public static void Act(CronJobWorld world, int action)
    {
        string? running = Running(world);
        switch (action)
        {
            case 0 when running is not null:
                world.End(running);
                break;
            case 1 when running is not null:
                world.End(running, ChildJobOutcome.Failed);
                break;
            case 2 when running is not null:
                world.Vanish(running);
                break;
            case 3:
                world.Restart();
                break;
            case 4:
                world.ChangeSpec(spec => spec with { Suspend = !(spec.Suspend ?? false) });
                break;
            case 5:
                // The next command is lost, which only a restart can mend.
                world.Refuse = _ => CronJobEvent.WakeupReached();
                world.RunUntil(world.Now.AddSeconds(75));
                world.Refuse = _ => null;
                world.Restart();
                break;
            case 8:
                world.Appear($"{world.Now:HHmmss}-{world.Jobs.Count}");
                break;
            case 9:
                // Creations fail for a while.
                world.Refuse = job => CronJobEvent.JobRefused(job.Metadata.Name!, "full");
                world.RunUntil(world.Now.AddSeconds(70));
                world.Refuse = _ => null;
                break;
            default:
                world.RunUntil(world.Now.AddSeconds(50));
                break;
        }
    }
}

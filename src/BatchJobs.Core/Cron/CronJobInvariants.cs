using System.Diagnostics;

namespace BatchJobs.Cron;

/// <summary>What holds after every step; checked in debug builds and by tests.</summary>
internal static class CronJobInvariants
{
    [Conditional("DEBUG")]
    public static void Check(CronJobState state)
    {
        foreach (string violation in Violations(state))
        {
            throw new InvalidOperationException($"CronJob {state.Key}: {violation}");
        }
    }

    public static IEnumerable<string> Violations(CronJobState state)
    {
        if (state.Children.Exists(child => state.ChildNamed(child.Name) != child))
        {
            yield return "two children have the same name";
        }

        if (state.Children.Exists(child => child.IsActive && child.Uid is null))
        {
            yield return "an active child is not known to exist";
        }

        if (state.Children.Exists(child => child.IsActive && child.IsRequested))
        {
            yield return "a child is both active and still asked for";
        }
    }
}

using BatchJobs.Rules;
using BatchJobs.State;

namespace BatchJobs.StateMachine;

/// <summary>The nearest instant at which time alone could change something.</summary>
internal static class WakeupPlanner
{
    /// <param name="state">The Job.</param>
    /// <param name="postponed">When starts that had to wait can be tried again.</param>
    public static DateTimeOffset? Next(JobState state, DateTimeOffset? postponed)
    {
        DateTimeOffset? deadline = state.Verdict is null ? ActiveDeadline.At(state) : null;
        return postponed < deadline || deadline is null ? postponed : deadline;
    }
}

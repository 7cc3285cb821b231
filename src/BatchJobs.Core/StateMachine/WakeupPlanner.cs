using BatchJobs.Primitives;
using BatchJobs.Rules;
using BatchJobs.State;

namespace BatchJobs.StateMachine;

/// <summary>The nearest instant at which time alone could change something.</summary>
internal static class WakeupPlanner
{
    /// <param name="state">The Job.</param>
    /// <param name="postponed">When starts that had to wait can be tried again.</param>
    public static OptionalTime Next(JobState state, OptionalTime postponed) =>
        state.Verdict is null && state.Spec.ActiveDeadline is not null ? OptionalTime.Earlier(postponed, ActiveDeadline.At(state)) : postponed;
}

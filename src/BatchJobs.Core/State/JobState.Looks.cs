using BatchJobs.Primitives;

namespace BatchJobs.State;

/// <content>When the Job has to be looked at.</content>
internal sealed partial class JobState
{
    private OptionalTime lookDueAt;
    private OptionalTime timedLookAt;

    /// <summary>When the Job has to be looked at because of something that happened.</summary>
    public DateTimeOffset? LookDueAt
    {
        get => lookDueAt;
        set => lookDueAt = value;
    }

    /// <summary>When time alone will change something, as far as the last look could tell.</summary>
    public DateTimeOffset? TimedLookAt
    {
        get => timedLookAt;
        set => timedLookAt = value;
    }

    /// <summary>Whether it has to be looked at now.</summary>
    public bool IsLookDue(DateTimeOffset now) => lookDueAt.IsReached(now) || timedLookAt.IsReached(now);

    /// <summary>When it has to be looked at next, as far as is known.</summary>
    public OptionalTime NextLook => OptionalTime.Earlier(lookDueAt, timedLookAt);

    /// <summary>Has it looked at by then at the latest.</summary>
    public void LookBy(DateTimeOffset due)
    {
        if (!lookDueAt.IsReached(due))
        {
            lookDueAt = due;
        }
    }

    /// <summary>Time alone will change something then; none if it will not.</summary>
    public void LookAgain(OptionalTime at) => timedLookAt = at;

    /// <summary>It is looked at now, and when it has to be next comes of that.</summary>
    public void BeginLook() => (lookDueAt, timedLookAt) = (default, default);
}

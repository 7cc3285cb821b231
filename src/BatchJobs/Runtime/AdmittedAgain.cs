using BatchJobs.Specs;

namespace BatchJobs.Runtime;

/// <summary>How to make the object of a Job again, so that one that has finished need not be kept: what its user gave, and what the engine added.</summary>
internal sealed class AdmittedAgain(KnownSpec known, Job asked, DateTimeOffset createdAt)
{
    private readonly long createdTicks = createdAt.UtcTicks;

    /// <summary>The object as it was admitted; its resource version is that of a later change.</summary>
    public Job Make(Guid uid) => known.Admit(asked, uid, new DateTimeOffset(createdTicks, TimeSpan.Zero), "");
}

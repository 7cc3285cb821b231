namespace BatchJobs.Testing.Simulation;

/// <summary>When an object was first seen finished, deleted and gone.</summary>
internal sealed class ObjectLife(TimeProvider clock)
{
    public DateTimeOffset? Finished { get; private set; }

    public DateTimeOffset? Deleted { get; private set; }

    public DateTimeOffset? Gone { get; private set; }

    public bool IsBeingDeleted => Deleted is not null && Gone is null;

    public void See(bool finished, bool deleted)
    {
        DateTimeOffset now = clock.GetUtcNow();
        Finished ??= finished ? now : null;
        Deleted ??= deleted ? now : null;
    }

    public void SeeGone()
    {
        See(finished: true, deleted: true);
        Gone ??= clock.GetUtcNow();
    }

    public ObjectTimes Times(SimulatedTime time) => new(time.Of(Deleted), time.Of(Gone));
}

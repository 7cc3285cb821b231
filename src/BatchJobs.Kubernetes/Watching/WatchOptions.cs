namespace BatchJobs.Kubernetes.Watching;

/// <summary>How a watch keeps itself fresh.</summary>
/// <param name="PageSize">How many objects a page of a list has.</param>
/// <param name="ServerTimeout">How long the server keeps a watch open.</param>
/// <param name="IdleTimeout">How long nothing may come, not even a bookmark, before the connection counts as dead.</param>
/// <param name="ResyncPeriod">How long changes are trusted to have come before everything is listed again.</param>
internal sealed record WatchOptions(int PageSize, TimeSpan ServerTimeout, TimeSpan IdleTimeout, TimeSpan ResyncPeriod)
{
    public static WatchOptions Standard { get; } = new(500, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5));
}

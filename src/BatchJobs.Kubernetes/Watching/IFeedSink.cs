namespace BatchJobs.Kubernetes.Watching;

/// <summary>Receives what a <see cref="Feed"/> sees; one call at a time, in the order of the server.</summary>
internal interface IFeedSink
{
    /// <summary>An object is as it is now; may be said twice, and of old versions too.</summary>
    void Changed(WatchedObject item);

    /// <summary>An object has gone; this is its last state.</summary>
    void Removed(WatchedObject item);

    /// <summary>All objects there are have just been told by <see cref="Changed"/>; others that were there at the version have gone unseen.</summary>
    /// <param name="names">Namespace and name of each.</param>
    /// <param name="version">The version of the list.</param>
    void Listed(IReadOnlySet<(string Namespace, string Name)> names, ulong version);
}

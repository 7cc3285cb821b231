namespace BatchJobs.InProcess.Short;

/// <summary>Where a short pod is in its life.</summary>
internal enum ShortPodState : byte
{
    /// <summary>Its turn has not come.</summary>
    Waiting,

    /// <summary>Its body has been called.</summary>
    Running,

    /// <summary>The same, and the engine does not know of the pod yet: it was started under a lease.</summary>
    Leased,

    /// <summary>Its body has returned.</summary>
    Ended,

    /// <summary>Somebody else than its body had to do with it, so it has become an <see cref="Running.InProcessPod"/>.</summary>
    HandedOver,
}

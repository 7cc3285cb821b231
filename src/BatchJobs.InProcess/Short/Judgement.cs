using BatchJobs.Specs;

namespace BatchJobs.InProcess.Short;

/// <summary>Whether pods of a template can be short ones, as long as no handler comes or goes; Jobs made of the same spec share it.</summary>
/// <param name="template">The spec of the pods.</param>
/// <param name="handlers">The handlers there are.</param>
internal sealed class Judgement(PodSpec template, PodHandlers handlers)
{
    private readonly int handlersVersion = handlers.Version;

    public PodSpec Template => template;

    /// <summary>What calls the bodies; null if they can't be short.</summary>
    public PodHandlerRegistration? Registration { get; } = Find(template, handlers);

    /// <summary>Whether it still holds.</summary>
    public bool IsOf(PodHandlers now) => now.Version == handlersVersion;

    private static PodHandlerRegistration? Find(PodSpec spec, PodHandlers handlers) =>
        spec is { Containers: [{ RestartPolicy: null, Image: { } image }], InitContainers: null or { Count: 0 }, ActiveDeadlineSeconds: null }
        && spec.RestartPolicy == RestartPolicy.Never
        && handlers.TryGet(image, out PodHandlerRegistration? found)
        && !found.OwnThread
            ? found
            : null;
}

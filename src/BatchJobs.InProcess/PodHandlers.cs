using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using BatchJobs.InProcess.Handlers;
using BatchJobs.InProcess.Short;

namespace BatchJobs.InProcess;

/// <summary>Which handler stands behind which image name; safe for use by many threads.</summary>
public sealed class PodHandlers
{
    private readonly ConcurrentDictionary<string, PodHandlerRegistration> registrations = new(StringComparer.Ordinal);
    private int version = 1;

    /// <summary>Changes whenever a handler comes or goes.</summary>
    internal int Version => Volatile.Read(ref version);

    /// <summary>Registers a body that succeeds unless it throws.</summary>
    /// <param name="image">The image name.</param>
    /// <param name="body">The body.</param>
    /// <returns>This object.</returns>
    public PodHandlers Add(string image, Func<PodContext, Task> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Add(image, new AsyncHandler(body));
    }

    /// <summary>Registers a body that returns its exit code.</summary>
    /// <param name="image">The image name.</param>
    /// <param name="body">The body.</param>
    /// <returns>This object.</returns>
    public PodHandlers Add(string image, Func<PodContext, Task<int>> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Add(image, new ExitCodeHandler(body));
    }

    /// <summary>Registers a synchronous body; each pod gets a thread of its own, so that it can block without starving the thread pool.</summary>
    /// <param name="image">The image name.</param>
    /// <param name="body">The body.</param>
    /// <returns>This object.</returns>
    public PodHandlers AddBlocking(string image, Action<PodContext> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Add(image, new BlockingHandler(body), ownThread: true);
    }

    /// <summary>Registers a handler that all pods share.</summary>
    /// <param name="image">The image name.</param>
    /// <param name="handler">The handler.</param>
    /// <param name="ownThread">Whether each pod starts on a thread of its own, for handlers that block.</param>
    /// <returns>This object.</returns>
    /// <exception cref="ArgumentException">The image name is taken.</exception>
    public PodHandlers Add(string image, IPodHandler handler, bool ownThread = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(image);
        ArgumentNullException.ThrowIfNull(handler);
        bool added = registrations.TryAdd(image, new PodHandlerRegistration(handler, ownThread));
        Interlocked.Increment(ref version);
        return added
            ? this
            : throw new ArgumentException($"There is a handler for image \"{image}\" already.", nameof(image));
    }

    /// <summary>Registers a handler that each attempt resolves from its own scope.</summary>
    /// <typeparam name="THandler">The handler; a service of <see cref="InProcessExecutorOptions.Services"/>.</typeparam>
    /// <param name="image">The image name.</param>
    /// <param name="ownThread">Whether each pod starts on a thread of its own, for handlers that block.</param>
    /// <returns>This object.</returns>
    public PodHandlers AddService<THandler>(string image, bool ownThread = false)
        where THandler : class, IPodHandler => Add(image, new ServiceHandler<THandler>(), ownThread);

    internal bool TryGet(string image, [NotNullWhen(true)] out PodHandlerRegistration? registration) =>
        registrations.TryGetValue(image, out registration);

    internal void Remove(string image)
    {
        registrations.TryRemove(image, out _);
        Interlocked.Increment(ref version);
    }

    /// <summary>For people: what could have been meant.</summary>
    internal string Describe()
    {
        string[] names = [.. registrations.Keys.Order(StringComparer.Ordinal)];
        return names.Length == 0 ? "none is registered" : $"registered are {string.Join(", ", names.Select(name => $"\"{name}\""))}";
    }
}

/// <summary>A handler and how its pods start.</summary>
internal sealed record PodHandlerRegistration(IPodHandler Handler, bool OwnThread)
{
    /// <summary>How long its bodies hold their threads.</summary>
    public Pace Pace { get; } = new();
}

using System.Collections.Concurrent;
using BatchJobs.InProcess.Running;

namespace BatchJobs.InProcess;

/// <summary>Which exit code an exception stands for, so that a pod failure policy can tell failures apart by their type.</summary>
/// <remarks>An exception takes the entry of the nearest type in its hierarchy; without any it is exit code 1, reason <c>Error</c>.</remarks>
public sealed class ExceptionExitCodes
{
    private readonly ConcurrentDictionary<Type, Entry> entries = new();

    /// <summary>Sets the exit code of an exception type and of all that derive from it.</summary>
    /// <typeparam name="TException">The type.</typeparam>
    /// <param name="exitCode">The exit code; not 0.</param>
    /// <param name="reason">The reason the container gets, in one word.</param>
    /// <returns>This object.</returns>
    public ExceptionExitCodes Map<TException>(int exitCode, string reason = AttemptOutcome.Error)
        where TException : Exception
    {
        ArgumentOutOfRangeException.ThrowIfZero(exitCode);
        ArgumentException.ThrowIfNullOrEmpty(reason);
        entries[typeof(TException)] = new Entry(exitCode, reason);
        return this;
    }

    internal AttemptOutcome OutcomeOf(Exception error)
    {
        if (error is PodFailedException failed)
        {
            return new AttemptOutcome(failed.ExitCode, failed.Reason, failed.Message);
        }

        string message = string.Concat(error.GetType().FullName, ": ", error.Message);
        for (Type? type = entries.IsEmpty ? null : error.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            if (entries.TryGetValue(type, out Entry? entry))
            {
                return new AttemptOutcome(entry.ExitCode, entry.Reason, message);
            }
        }

        return new AttemptOutcome(1, AttemptOutcome.Error, message);
    }

    private sealed record Entry(int ExitCode, string Reason);
}

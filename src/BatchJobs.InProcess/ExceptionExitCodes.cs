using System.Collections.Concurrent;
using BatchJobs.InProcess.Running;

namespace BatchJobs.InProcess;

/// <summary>Which exit code an exception stands for, so that a pod failure policy can tell failures apart by their type.</summary>
/// <remarks>An exception takes the entry of the nearest type in its hierarchy; without any it is exit code 1, reason <c>Error</c>.</remarks>
public sealed class ExceptionExitCodes
{
    private readonly ConcurrentDictionary<Type, Entry> entries = new();

    /// <summary>Whether there are entries; an empty dictionary takes all its locks to say so.</summary>
    private volatile bool hasEntries;
    private Words? latest;

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
        hasEntries = true;
        return this;
    }

    internal AttemptOutcome OutcomeOf(Exception error)
    {
        string words = Message(error);
        if (error is PodFailedException failed)
        {
            return new AttemptOutcome(failed.ExitCode, failed.Reason, words);
        }

        string message = Describe(error.GetType(), words);
        for (Type? type = hasEntries ? error.GetType() : null; type is not null && type != typeof(object); type = type.BaseType)
        {
            if (entries.TryGetValue(type, out Entry? entry))
            {
                return new AttemptOutcome(entry.ExitCode, entry.Reason, message);
            }
        }

        return new AttemptOutcome(1, AttemptOutcome.Error, message);
    }

    private static string Message(Exception error)
    {
        try
        {
            return error.Message;
        }
#pragma warning disable CA1031 // a message is written by whoever wrote the exception, and may fail as the body did
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return $"(no message: {failure.GetType().FullName})";
        }
    }

    /// <summary>What is said of an exception; made once for those that follow one another and say the same.</summary>
    private string Describe(Type type, string message)
    {
        if (latest is { } words && words.Type == type && words.Message == message)
        {
            return words.Text;
        }

        string text = string.Concat(type.FullName, ": ", message);
        latest = new Words(type, message, text);
        return text;
    }

    private sealed record Words(Type Type, string Message, string Text);

    private sealed record Entry(int ExitCode, string Reason);
}

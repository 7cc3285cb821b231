namespace BatchJobs.Processes.Launching;

/// <summary>A program could not be started; nothing of it is left.</summary>
/// <param name="message">Why, in lower case, as container runtimes quote it.</param>
/// <param name="isTransient">Whether the same call may well succeed later, nobody being to blame.</param>
internal class LaunchException(string message, bool isTransient) : Exception(message)
{
    internal bool IsTransient { get; } = isTransient;
}

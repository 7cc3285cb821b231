namespace BatchJobs.InProcess;

/// <summary>What a pod does: the program behind an image name.</summary>
public interface IPodHandler
{
    /// <summary>Runs a pod once.</summary>
    /// <param name="pod">The pod.</param>
    /// <returns>The exit code; 0 for success.</returns>
    /// <remarks>An exception is a failure, with the exit code <see cref="ExceptionExitCodes"/> has for it.</remarks>
    ValueTask<int> RunAsync(PodContext pod);
}

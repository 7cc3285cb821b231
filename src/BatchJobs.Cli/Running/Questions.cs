using BatchJobs.Client;

namespace BatchJobs.Cli.Running;

/// <summary>Questions about a Job that may go at any time.</summary>
internal static class Questions
{
    /// <summary>The answer, or null when the Job is gone, as one with ttlSecondsAfterFinished: 0 soon is.</summary>
    public static async Task<T?> UnlessGone<T>(this Task<T> question)
        where T : class
    {
        try
        {
            return await question;
        }
        catch (JobNotFoundException)
        {
            return null;
        }
    }
}

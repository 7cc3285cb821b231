using BatchJobs.Processes;
using BatchJobs.Processes.Volumes;

namespace BatchJobs.Docs.Tests;

/// <summary>What the page of the processes shows; compiled, not run: the folders it names are not there.</summary>
internal static class ProcessSnippets
{
    internal static async Task RunWithinLimitsAsync()
    {
        #region limits
        await using var executor = new ProcessPodExecutor(new ProcessExecutorOptions
        {
            StateDirectory = "/var/lib/batch",
            Survivors = SurvivorPolicy.Adopt,
            CgroupParent = "/batch.slice",
            MaxProcessesPerContainer = 1000,
            MaxConcurrentPods = 50,
            Niceness = 10,
            ConfigSource = new FolderConfigSource("/etc/batch"),
            UnsupportedFields = UnsupportedFieldPolicy.Reject,
        });
        #endregion
    }
}

namespace BatchJobs.Cli;

/// <summary>What the command tells the shell that called it.</summary>
internal static class ExitCodes
{
    /// <summary>All Jobs are complete, all documents are accepted.</summary>
    public const int Success = 0;

    /// <summary>A Job failed or did not finish in time.</summary>
    public const int Failure = 1;

    /// <summary>The command line or a document is wrong; nothing was started.</summary>
    public const int BadInput = 2;

    /// <summary>The run was stopped by Ctrl-C or another signal to end.</summary>
    public const int Interrupted = 130;
}

namespace BatchJobs.Cli;

/// <summary>What the command tells the shell that called it.</summary>
internal static class ExitCodes
{
    /// <summary>All Jobs are complete, all documents are accepted.</summary>
    public const int Success = 0;

    /// <summary>A Job failed, or did not finish in the time of a run; or there is no such Job, or it can't be changed so; or the output can't be written.</summary>
    public const int Failure = 1;

    /// <summary>The command line or a document is wrong; nothing was started.</summary>
    public const int BadInput = 2;

    /// <summary>The store, or the engine that has it open, can't be reached or used.</summary>
    public const int Unreachable = 3;

    /// <summary>What was waited for had not come when the time was up; what the command timeout says too.</summary>
    public const int TimedOut = 124;

    /// <summary>The run was stopped by Ctrl-C or another signal to end.</summary>
    public const int Interrupted = 130;
}

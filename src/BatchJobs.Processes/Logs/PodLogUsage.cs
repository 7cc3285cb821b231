namespace BatchJobs.Processes.Logs;

/// <summary>How much of a pod's output is kept and how much was dropped.</summary>
/// <param name="Lines">Lines that are kept.</param>
/// <param name="Bytes">What they cost, the keeping included.</param>
/// <param name="DroppedLines">Older lines that made room for newer ones.</param>
/// <param name="CutBytes">Bytes that were cut off lines that were too long.</param>
public readonly record struct PodLogUsage(int Lines, long Bytes, long DroppedLines, long CutBytes);

namespace BatchJobs.Processes.Launching;

/// <summary>Who a process runs as.</summary>
/// <param name="User">The number of the user.</param>
/// <param name="Group">The number of the primary group.</param>
/// <param name="Groups">The numbers of the other groups.</param>
internal sealed record UserIdentity(uint User, uint Group, IReadOnlyList<uint> Groups);

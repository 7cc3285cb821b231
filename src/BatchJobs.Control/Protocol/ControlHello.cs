namespace BatchJobs.Control.Protocol;

/// <summary>What a server says first.</summary>
/// <param name="Service">What it is.</param>
/// <param name="Protocol">The version of the protocol it speaks.</param>
/// <param name="Server">Which process it is, for messages.</param>
internal sealed record ControlHello(string Service, int Protocol, string Server)
{
    public const string ServiceName = "batchjobs";

    /// <summary>Raised with every change that an older client or server would misunderstand.</summary>
    public const int CurrentProtocol = 1;
}

namespace BatchJobs.Processes.Launching;

/// <summary>Takes the output of a process, one call after another.</summary>
internal interface IOutputSink
{
    void Write(ReadOnlySpan<byte> bytes);

    void Complete();
}

/// <summary>Takes output nobody wants.</summary>
internal sealed class NoSink : IOutputSink
{
    internal static NoSink Instance { get; } = new();

    public void Write(ReadOnlySpan<byte> bytes)
    {
    }

    public void Complete()
    {
    }
}

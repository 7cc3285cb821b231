using System.Diagnostics;
using System.Text;
using BatchJobs.Processes.Launching;
using BatchJobs.Processes.Unix;

namespace BatchJobs.Processes.Portable;

/// <summary>The main process of a container as .NET knows it, and what holds its descendants together.</summary>
internal sealed class PortableProcess : IContainerProcess
{
    private const int MaxMessageBytes = 4096;

    private readonly Lock gate = new();
    private readonly Process process;
    private readonly IContainment containment;
    private readonly string messagePath;
    private readonly TimeProvider time;
    private readonly Action<PortableProcess> over;
    private readonly OutputPump output;
    private readonly OutputPump error;
    private bool ended;

    internal PortableProcess(Process process, IContainment containment, string messagePath, TimeProvider time, Action<PortableProcess> over, IOutputSink output, IOutputSink error)
    {
        (this.process, this.containment, this.messagePath, this.time, this.over) = (process, containment, messagePath, time, over);
        Id = process.Id;
        this.output = new OutputPump(process.StandardOutput.BaseStream, output);
        this.error = new OutputPump(process.StandardError.BaseStream, error);
    }

    public int Id { get; }

    public long StartTime => 0; // nobody can take it over

    public async Task<ProcessExit> EndAsync(TimeSpan patience)
    {
        await process.WaitForExitAsync().ConfigureAwait(false);
        var exit = new ProcessExit(process.ExitCode, null, time.GetUtcNow());
        lock (gate) ended = true;
        over(this);
        if (!IsQuiet) containment.Kill(process); // what still holds the output; the rest is swept up
        if (!await IsQuietAsync(patience).ConfigureAwait(false))
        {
            containment.Kill(process);
            if (!await IsQuietAsync(patience).ConfigureAwait(false))
            {
                output.Abandon();
                error.Abandon();
                exit = exit with { LeftBehind = true };
            }
        }

        containment.Dispose();
        process.Dispose();
        return exit with { Message = TakeMessage() };
    }

    public void Signal(int signal)
    {
        lock (gate)
        {
            if (ended) return;
            if (signal == Signals.Kill || !containment.TryAsk(process, signal)) containment.Kill(process);
        }
    }

    public bool TryDetach() => false;

    private bool IsQuiet => output.Done.IsCompleted && error.Done.IsCompleted;

    private async Task<bool> IsQuietAsync(TimeSpan patience)
    {
        try
        {
            await Task.WhenAll(output.Done, error.Done).WaitAsync(patience).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <returns>The end of what the program wrote about its end; null if it wrote nothing.</returns>
    private string? TakeMessage()
    {
        try
        {
            using var file = File.OpenHandle(messagePath, options: FileOptions.DeleteOnClose);
            var length = RandomAccess.GetLength(file);
            if (length == 0) return null;
            var bytes = new byte[Math.Min(length, MaxMessageBytes)];
            return Encoding.UTF8.GetString(bytes, 0, RandomAccess.Read(file, bytes, length - bytes.Length));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null; // a folder, or something nobody may read
        }
    }
}

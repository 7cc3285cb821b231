using BatchJobs.Processes.Unix;

namespace BatchJobs.Processes.Linux;

/// <summary>What has to go, last first, when a start fails half-way.</summary>
internal sealed class UndoList : IDisposable
{
    private readonly Stack<IDisposable> steps = new(capacity: 8);

    internal T Add<T>(T step)
        where T : IDisposable
    {
        steps.Push(step);
        return step;
    }

    internal void Forget() => steps.Clear();

    public void Dispose()
    {
        while (steps.TryPop(out var step)) step.Dispose();
    }
}

/// <summary>A child that nobody watches yet; disposing of it kills its group and reaps it.</summary>
internal sealed class UnwantedChild(int id) : IDisposable
{
    public unsafe void Dispose()
    {
        _ = Libc.Kill(-id, Signals.Kill);
        int status;
        _ = LinuxLibc.Wait(id, &status, options: 0);
    }
}

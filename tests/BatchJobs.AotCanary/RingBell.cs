using BatchJobs.InProcess;

namespace BatchJobs.AotCanary;

/// <summary>A handler whose constructor a container has to find.</summary>
internal sealed class RingBell(Bell bell) : IPodHandler
{
    public ValueTask<int> RunAsync(PodContext pod)
    {
        bell.Ring();
        return new ValueTask<int>(0);
    }
}

/// <summary>A service.</summary>
internal sealed class Bell
{
    private int rings;

    public int Rings => rings;

    public void Ring() => Interlocked.Increment(ref rings);
}

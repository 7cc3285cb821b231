using System.Runtime.CompilerServices;
using BatchJobs.Runtime;

namespace BatchJobs.Tests;

/// <summary>One timer for all that waits.</summary>
public class WakeupTimerTests
{
    private static readonly DateTimeOffset Soon = DateTimeOffset.UtcNow.AddHours(1);

    [Fact]
    public async Task Those_who_need_not_be_woken_any_more_are_let_go()
    {
        await using var timer = new WakeupTimer(TimeProvider.System, new Quiescence());
        timer.Arm(new Sleeper(), Soon);
        List<WeakReference> gone = [.. Enumerable.Range(0, 1_000).Select(_ => ArmInVain(timer))];
        GC.Collect();
        Assert.InRange(gone.Count(sleeper => sleeper.IsAlive), 0, 100);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference ArmInVain(WakeupTimer timer)
    {
        var sleeper = new Sleeper();
        timer.Arm(sleeper, Soon.AddHours(1));
        timer.Arm(sleeper, null);
        return new WeakReference(sleeper);
    }

    private sealed class Sleeper : IWakeable
    {
        public DateTimeOffset? WakeupAt { get; set; }

        public void Wake() => Assert.Fail("Too soon.");
    }
}

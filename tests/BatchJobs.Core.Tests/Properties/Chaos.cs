namespace BatchJobs.Core.Tests.Properties;

/// <summary>What can happen to a Job.</summary>
[Flags]
internal enum Mischief
{
    /// <summary>Pods go on and time passes; reports come late, twice, out of order or not at all.</summary>
    Line = 0,

    /// <summary>Pods are deleted by users and lost by their executor, and restart in place.</summary>
    Pods = 1,

    /// <summary>Starts are refused.</summary>
    Refusals = 2,

    /// <summary>The Job is scaled.</summary>
    Scaling = 4,

    /// <summary>The Job is suspended and resumed.</summary>
    Suspension = 8,

    /// <summary>The engine dies between any two effects.</summary>
    Crashes = 16,
}

/// <summary>Does one random thing.</summary>
internal static class Chaos
{
    public static void Act(World world, int die, Mischief mischief)
    {
        var dice = new Dice(die);
        switch (dice.Roll(22))
        {
            case 0 or 1:
                world.Wait(0.5);
                break;
            case 2:
                world.Wait(12);
                break;
            case 3:
                world.Wait(dice.Roll(200));
                break;
            case <= 9 when world.Living.Count > 0:
                world.Progress(dice.Pick(world.Living));
                break;
            case <= 12 when world.Line.Count > 0:
                world.Deliver(dice.Roll(world.Line.Count));
                break;
            case 13 when world.Line.Count > 0:
                world.Lose(dice.Roll(world.Line.Count));
                break;
            case 14 when world.Line.Count > 0:
                world.Repeat(dice.Roll(world.Line.Count));
                break;
            case 15:
                world.Relist();
                break;
            case 16 when mischief.HasFlag(Mischief.Pods) && world.Living.Count > 0:
                Harm(world, dice.Pick(world.Living), dice.Roll(4));
                break;
            case 17 when mischief.HasFlag(Mischief.Refusals):
                world.RefuseNextStart = true;
                break;
            case 18 when mischief.HasFlag(Mischief.Scaling):
                Scale(world, dice.Roll(6));
                break;
            case 19 when mischief.HasFlag(Mischief.Suspension):
                world.Change(spec => spec with { Suspend = spec.Suspend != true });
                break;
            case >= 20 when mischief.HasFlag(Mischief.Crashes):
                world.CrashAt = dice.Roll(6);
                break;
            default:
                world.DeliverAll();
                break;
        }
    }

    private static void Harm(World world, ToyPod pod, int how)
    {
        switch (how)
        {
            case 0:
                world.Delete(pod);
                break;
            case 1:
                world.Vanish(pod);
                break;
            case 2:
                world.Finish(pod, 137, disrupted: true);
                break;
            default:
                pod.Restarts++;
                world.Report(pod);
                break;
        }
    }

    private static void Scale(World world, int size)
    {
        bool elastic = world.Spec.CompletionMode == BatchJobs.Specs.CompletionMode.Indexed && world.Spec.Completions == world.Spec.Parallelism && size > 0;
        world.Change(spec => spec with { Parallelism = size, Completions = elastic ? size : spec.Completions });
    }
}

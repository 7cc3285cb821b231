using System.Runtime.CompilerServices;

namespace BatchJobs.Execution;

/// <summary>What may be started of a <see cref="PodLease"/>, one pod in the place of the one before, without asking those that share it.</summary>
/// <remarks>
/// Two threads that change the same counters for each pod take some 0.1 us each for it; so each takes some positions at once.
/// Used under its own lock, but for <see cref="Left"/>, which may be asked without it as a hint.
/// </remarks>
internal sealed class LeaseShare
{
#pragma warning disable CS0169, IDE0051 // two shares in one cache line would cost each other what they are for
    private readonly Padding room;
#pragma warning restore CS0169, IDE0051
    private int end;
    private int open;
    private int failures;

    /// <summary>The position that it starts next.</summary>
    public int Next { get; private set; }

    /// <summary>The position that it started last.</summary>
    public int Started => Next - 1;

    /// <summary>How many positions it has left.</summary>
    public int Left => end - Next;

    /// <summary>How many failures may start a pod.</summary>
    public int Failures => failures;

    /// <summary>Has these positions, and nothing to start them with.</summary>
    public void Begin(int first, int count)
    {
        Next = first;
        end = first + count;
        open = failures = 0;
    }

    /// <summary>May start so many after a success, so many after a failure.</summary>
    public void Endow(int successes, int failed)
    {
        open = successes;
        failures = failed;
    }

    /// <summary>Uses the next position.</summary>
    public void Start() => Next++;

    /// <summary>Starts a pod, if what is left allows it.</summary>
    public bool TryStart(bool succeeded)
    {
        ref int budget = ref succeeded ? ref open : ref failures;
        if (Next == end || budget == 0)
        {
            return false;
        }

        budget--;
        Next++;
        return true;
    }

    /// <summary>Hands over what it may start pods with.</summary>
    public (int Open, int Failures) Return()
    {
        (int, int) left = (open, failures);
        open = failures = 0;
        return left;
    }

    [InlineArray(16)]
    private struct Padding
    {
        private long first;
    }
}

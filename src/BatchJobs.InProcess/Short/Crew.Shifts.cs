namespace BatchJobs.InProcess.Short;

/// <content>Who is at work, and whether others have to be called.</content>
internal sealed partial class Crew
{
    private Shift BeginShift()
    {
        if (!resting.TryPop(out Shift? shift))
        {
            shift = new Shift(this);
        }

        attentive++;
        shift.IsAttentive = true;
        shifts.Add(shift);
        lookout.Begin();
        return shift;
    }

    private void EndShift(Shift shift)
    {
        LoseAttention(shift);
        shift.Recent = null;
        shifts.Remove(shift);
        resting.Push(shift);
    }

    private void LoseAttention(Shift shift)
    {
        if (shift.IsAttentive)
        {
            shift.IsAttentive = false;
            attentive--;
            while (shift.Own.TryDequeue(out PodContext? pod))
            {
                ready.Enqueue(pod);
            }
        }
    }

    /// <summary>Others are called for what waits, since a thread may not be back for long.</summary>
    private void LeaveToOthers(Shift shift)
    {
        bool summon;
        lock (gate)
        {
            LoseAttention(shift);
            summon = NeedsHelp();
        }

        Summon(summon);
    }

    private void RegainAttention(Shift shift)
    {
        if (!shift.IsAttentive)
        {
            shift.IsAttentive = true;
            attentive++;
        }
    }

    /// <summary>Whether another thread has to be called; if so, the caller does it when it has left the lock.</summary>
    private bool NeedsHelp()
    {
        if ((ready.Count == 0 && returned.Count == 0 && !HasHeld) || attentive > 0 || summoned)
        {
            return false;
        }

        summoned = true;
        return true;
    }

    private void Summon(bool summon)
    {
        if (summon)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
        }
    }
}

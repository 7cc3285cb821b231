using BatchJobs.Primitives;
using BatchJobs.Resolution;
using BatchJobs.State;

namespace BatchJobs.Persistence;

/// <summary>All of a <see cref="JobState"/> but its spec, which is kept as the object its user wrote, in bytes.</summary>
internal static class JobStateCodec
{
    public static void Write(StateWriter writer, JobState state)
    {
        StateFormat.Begin(writer);
        writer.Unsigned((ulong)state.NextOrdinal);
        writer.Count(state.SucceededPods);
        writer.Count(state.FailedPods);
        writer.Count(state.FailureRuleHits.Length);
        foreach (int hits in state.FailureRuleHits)
        {
            writer.Count(hits);
        }

        Write(writer, state.SucceededIndexes);
        Write(writer, state.FailedIndexes);
        writer.Count(state.Streak.Failures);
        writer.Time(state.Streak.LastFailure);
        WriteEnding(writer, state);
        writer.MaybeTime(state.StartTime);
        writer.MaybeTime(state.LookDueAt);
        writer.MaybeTime(state.TimedLookAt);
        writer.Count(state.StartFailures);
        writer.MaybeTime(state.StartRetryAt);
        WriteObserved(writer, state.Observed);
        WritePods(writer, state);
    }

    public static JobState Read(ReadOnlySpan<byte> bytes, JobKey key, Guid uid, ResolvedJobSpec spec)
    {
        var reader = new StateReader(bytes);
        ulong format = StateFormat.Begin(ref reader);
        var state = new JobState(key, uid, spec)
        {
            NextOrdinal = (long)reader.Unsigned(),
            SucceededPods = (int)reader.Unsigned(),
            FailedPods = (int)reader.Unsigned(),
        };
        if (format >= StateFormat.WithRuleHits)
        {
            ReadRuleHits(ref reader, state.FailureRuleHits);
        }

        state.SucceededIndexes = ReadIndexes(ref reader);
        state.FailedIndexes = ReadIndexes(ref reader);
        state.Streak = new FailureStreak((int)reader.Unsigned(), reader.Time());
        ReadEnding(ref reader, state);
        state.StartTime = reader.MaybeTime();
        state.LookDueAt = reader.MaybeTime();
        state.TimedLookAt = reader.MaybeTime();
        state.StartFailures = (int)reader.Unsigned();
        state.StartRetryAt = reader.MaybeTime();
        state.Observed = ReadObserved(ref reader);
        try
        {
            ReadPods(ref reader, state);
        }
        catch (Exception error) when (error is ArgumentException or OverflowException)
        {
            // Two pods of one number, instants beyond the calendar, ...
            throw StateFormatException.Damaged();
        }

        StateFormat.End(ref reader);
        return state;
    }

    private static void ReadRuleHits(ref StateReader reader, int[] hits)
    {
        int count = reader.Count();
        if (count != hits.Length)
        {
            throw StateFormatException.Damaged();
        }

        for (int i = 0; i < count; i++)
        {
            hits[i] = (int)reader.Unsigned();
        }
    }

    private static void WriteEnding(StateWriter writer, JobState state)
    {
        VerdictCodec.Write(writer, state.Verdict);
        writer.MaybeTime(state.FinishedAt);
        writer.Bool(state.Suspension is not null);
        if (state.Suspension is { } suspension)
        {
            writer.Bool(suspension.Suspended);
            writer.Time(suspension.Since);
        }

        DeletionMarkCodec.Write(writer, state.Deletion);
    }

    private static void ReadEnding(ref StateReader reader, JobState state)
    {
        state.Verdict = VerdictCodec.Read(ref reader);
        state.FinishedAt = reader.MaybeTime();
        state.Suspension = reader.Bool() ? new SuspensionMark(reader.Bool(), reader.Time()) : null;
        state.Deletion = DeletionMarkCodec.Read(ref reader);
    }

    private static void WriteObserved(StateWriter writer, PodCounts? observed)
    {
        writer.Bool(observed is not null);
        if (observed is { } counts)
        {
            writer.Count(counts.Active);
            writer.Count(counts.Ready);
            writer.Count(counts.Terminating);
        }
    }

    private static PodCounts? ReadObserved(ref StateReader reader) =>
        reader.Bool() ? new PodCounts((int)reader.Unsigned(), (int)reader.Unsigned(), (int)reader.Unsigned()) : null;

    private static void WritePods(StateWriter writer, JobState state)
    {
        writer.Count(state.Pods.Count);
        foreach (PodRecord pod in state.Pods.All)
        {
            PodRecordCodec.Write(writer, pod);
        }

        writer.Count(state.Ended.Count);
        foreach (PodRecord pod in state.Ended)
        {
            writer.Unsigned((ulong)pod.Ordinal);
        }

        writer.Count(state.AwaitingReplacement.Count);
        foreach (PodRecord pod in state.AwaitingReplacement.Values)
        {
            writer.Unsigned((ulong)pod.Ordinal);
        }
    }

    private static void ReadPods(ref StateReader reader, JobState state)
    {
        for (int left = reader.Count(); left > 0; left--)
        {
            state.Pods.Add(PodRecordCodec.Read(ref reader));
        }

        for (int left = reader.Count(); left > 0; left--)
        {
            state.Ended.Add(ReadMember(ref reader, state));
        }

        for (int left = reader.Count(); left > 0; left--)
        {
            state.AwaitReplacement(ReadMember(ref reader, state));
        }
    }

    private static PodRecord ReadMember(ref StateReader reader, JobState state) =>
        state.Pods.TryGet((long)reader.Unsigned(), out PodRecord? pod) ? pod : throw StateFormatException.Damaged();

    private static void Write(StateWriter writer, IndexSet indexes)
    {
        writer.Count(indexes.IntervalCount);
        int end = 0;
        for (int i = 0; i < indexes.IntervalCount; i++)
        {
            (int first, int last) = indexes.Interval(i);
            writer.Count(first - end);
            writer.Count(last - first);
            end = last;
        }
    }

    private static IndexSet ReadIndexes(ref StateReader reader)
    {
        var indexes = new IndexSet();
        int end = 0;
        for (int left = reader.Count(); left > 0; left--)
        {
            ulong first = (ulong)end + reader.Unsigned();
            ulong last = first + reader.Unsigned();
            if (last > int.MaxValue)
            {
                throw StateFormatException.Damaged();
            }

            indexes.AddRange((int)first, (int)last);
            end = (int)last;
        }

        return indexes;
    }
}

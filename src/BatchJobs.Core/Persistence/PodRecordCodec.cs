using BatchJobs.State;

namespace BatchJobs.Persistence;

/// <summary>A pod a Job still has to do with, in bytes.</summary>
internal static class PodRecordCodec
{
    public static void Write(StateWriter writer, PodRecord pod)
    {
        writer.Int(pod.Ordinal);
        writer.Int(pod.Index);
        writer.Time(pod.CreatedAt);
        writer.Count(pod.FailureCount);
        writer.Count(pod.IgnoredFailureCount);
        writer.Bool(pod.Tracked);
        writer.Bool(pod.InStreak);
        writer.Bool(pod.Listed);
        writer.MaybeInt(pod.ReplacedBy);
        writer.MaybeTime(pod.StoppingSince);
        writer.Bool(pod.Status is not null);
        if (pod.Status is { } status)
        {
            PodStatusCodec.Write(writer, status);
        }
    }

    public static PodRecord Read(ref StateReader reader)
    {
        var pod = new PodRecord(reader.Int(), reader.Int32(), reader.Time())
        {
            FailureCount = (int)reader.Unsigned(),
            IgnoredFailureCount = (int)reader.Unsigned(),
        };
        bool tracked = reader.Bool();
        pod.InStreak = reader.Bool();
        pod.Listed = reader.Bool();
        pod.ReplacedBy = reader.MaybeInt();
        if (reader.MaybeTime() is { } stopping)
        {
            pod.SetStopping(stopping);
        }

        if (reader.Bool())
        {
            pod.SetStatus(PodStatusCodec.Read(ref reader));
        }

        if (!tracked)
        {
            pod.SetUntracked();
        }

        return pod;
    }
}

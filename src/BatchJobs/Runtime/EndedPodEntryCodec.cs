using BatchJobs.Persistence;
using BatchJobs.Pods;

namespace BatchJobs.Runtime;

/// <summary>A pod that ended, in bytes: some twenty if it was told briefly.</summary>
internal static class EndedPodEntryCodec
{
    public static void Write(StateWriter writer, in EndedPodEntry pod)
    {
        writer.Int(pod.Ordinal);
        writer.Int(pod.Index);
        writer.Time(pod.CreatedAt);
        writer.Bool(pod.Told is not null);
        if (pod.Told is { } status)
        {
            PodStatusCodec.Write(writer, status);
            return;
        }

        writer.Text(pod.Completion.Container);
        writer.Int(pod.Completion.ExitCode);
        writer.Time(pod.Completion.StartedAt);
        writer.Time(pod.Completion.FinishedAt);
        writer.Text(pod.Completion.Reason);
        writer.Text(pod.Completion.Message);
    }

    public static EndedPodEntry Read(ref StateReader reader)
    {
        long ordinal = reader.Int();
        int index = reader.Int32();
        long createdTicks = reader.Time().UtcTicks;
        return reader.Bool()
            ? new EndedPodEntry(ordinal, index, createdTicks, PodStatusCodec.Read(ref reader), default)
            : new EndedPodEntry(ordinal, index, createdTicks, null, new PodCompletion(ordinal, reader.Text(), reader.Int32(), reader.Time(), reader.Time(), reader.Text(), reader.MaybeText()));
    }
}

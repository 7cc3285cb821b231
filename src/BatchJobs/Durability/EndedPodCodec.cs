using BatchJobs.Execution;
using BatchJobs.Persistence;
using BatchJobs.Runtime;

namespace BatchJobs.Durability;

/// <summary>A pod that has ended, in bytes.</summary>
internal static class EndedPodCodec
{
    public static void Write(StateWriter writer, in EndedPod pod)
    {
        EndedPodEntry entry = pod.Entry;
        writer.Int(entry.Ordinal);
        writer.Int(entry.Index);
        writer.Time(entry.CreatedAt);
        if (entry.Told is { } status)
        {
            PodStatusCodec.Write(writer, status);
        }
        else
        {
            PodStatusCodec.Write(writer, entry.Completion);
        }

        writer.Count(pod.LogTail.Count);
        for (int i = 0; i < pod.LogTail.Count; i++)
        {
            PodLogLine line = pod.LogTail[i];
            writer.Text(line.Container);
            writer.Text(line.Text);
            writer.Bool(line.IsError);
            writer.Time(line.Time);
        }
    }

    public static EndedPod Read(ref StateReader reader) =>
        new(new EndedPodEntry(reader.Int(), reader.Int32(), reader.Time().UtcTicks, PodStatusCodec.Read(ref reader), default), ReadLog(ref reader));

    private static PodLogLine[] ReadLog(ref StateReader reader)
    {
        var lines = new PodLogLine[reader.Count()];
        for (int i = 0; i < lines.Length; i++)
        {
            lines[i] = new PodLogLine(reader.Text(), reader.Text(), reader.Bool(), reader.Time());
        }

        return lines;
    }
}

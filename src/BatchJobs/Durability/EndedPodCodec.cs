using BatchJobs.Execution;
using BatchJobs.Persistence;

namespace BatchJobs.Durability;

/// <summary>A pod that has ended, in bytes.</summary>
internal static class EndedPodCodec
{
    public static void Write(StateWriter writer, EndedPod pod)
    {
        writer.Int(pod.Ordinal);
        writer.Int(pod.Index);
        writer.Time(pod.CreatedAt);
        PodStatusCodec.Write(writer, pod.Status);
        writer.Count(pod.LogTail.Count);
        foreach (PodLogLine line in pod.LogTail)
        {
            writer.Text(line.Container);
            writer.Text(line.Text);
            writer.Bool(line.IsError);
            writer.Time(line.Time);
        }
    }

    public static EndedPod Read(ref StateReader reader) =>
        new(reader.Int(), reader.Int32(), reader.Time(), PodStatusCodec.Read(ref reader), ReadLog(ref reader));

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

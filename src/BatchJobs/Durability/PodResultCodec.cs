using BatchJobs.Execution;
using BatchJobs.Persistence;

namespace BatchJobs.Durability;

/// <summary>The result of a pod, in bytes.</summary>
internal static class PodResultCodec
{
    public static void Write(StateWriter writer, PodResult result)
    {
        writer.Int(result.Number);
        writer.Text(result.Type);
        writer.Text(result.Json);
    }

    public static PodResult Read(ref StateReader reader) => new(reader.Int32(), reader.Text(), reader.Text());
}

using BatchJobs.Persistence;
using BatchJobs.Pods;
using BatchJobs.State;

namespace BatchJobs.Runtime;

/// <summary>A pod that ended, in bytes: a dozen if it succeeded and was told briefly. For memory alone.</summary>
internal static class EndedPodEntryCodec
{
    [Flags]
    private enum Said : byte
    {
        Nothing = 0,
        Index = 1,
        AllOfIt = 2,
        ExitCode = 4,
        Message = 8,
    }

    public static void Write(StateWriter writer, in EndedPodEntry pod)
    {
        Said said = SaidBy(in pod);
        writer.Unsigned((byte)said);
        writer.Int(pod.Ordinal);
        if (said.HasFlag(Said.Index))
        {
            writer.Int(pod.Index);
        }

        writer.Time(pod.CreatedAt);
        if (pod.Told is { } status)
        {
            PodStatusCodec.Write(writer, status);
            return;
        }

        writer.Text(pod.Completion.Container);
        writer.Time(pod.Completion.StartedAt);
        writer.Time(pod.Completion.FinishedAt);
        writer.Text(pod.Completion.Reason);
        if (said.HasFlag(Said.ExitCode))
        {
            writer.Int(pod.Completion.ExitCode);
        }

        if (said.HasFlag(Said.Message))
        {
            writer.Text(pod.Completion.Message);
        }
    }

    public static EndedPodEntry Read(ref StateReader reader)
    {
        var said = (Said)reader.Unsigned();
        long ordinal = reader.Int();
        int index = said.HasFlag(Said.Index) ? reader.Int32() : PodRecord.NoIndex;
        long createdTicks = reader.Time().UtcTicks;
        if (said.HasFlag(Said.AllOfIt))
        {
            return new EndedPodEntry(ordinal, index, createdTicks, PodStatusCodec.Read(ref reader), default);
        }

        string container = reader.Text();
        DateTimeOffset startedAt = reader.Time();
        DateTimeOffset finishedAt = reader.Time();
        string reason = reader.Text();
        int exitCode = said.HasFlag(Said.ExitCode) ? reader.Int32() : 0;
        string? message = said.HasFlag(Said.Message) ? reader.Text() : null;
        return new EndedPodEntry(ordinal, index, createdTicks, null, new PodCompletion(ordinal, container, exitCode, startedAt, finishedAt, reason, message));
    }

    private static Said SaidBy(in EndedPodEntry pod) =>
        (pod.Index == PodRecord.NoIndex ? Said.Nothing : Said.Index)
        | (pod.Told is not null
            ? Said.AllOfIt
            : (pod.Completion.ExitCode == 0 ? Said.Nothing : Said.ExitCode) | (pod.Completion.Message is null ? Said.Nothing : Said.Message));
}

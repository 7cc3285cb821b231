using BatchJobs.Diagnostics;
using BatchJobs.Persistence;
using BatchJobs.StateMachine;

namespace BatchJobs.Runtime;

/// <summary>What is remembered of a Job: what was decided, and which pods ended.</summary>
/// <remarks>
/// Of a finished Job it is folded into bytes, a third of what the objects weigh, and unfolded while somebody looks; the object then serves another Job.
/// A Job that works would otherwise make 800 bytes of it.
/// </remarks>
internal sealed class JobPast
{
    private static readonly Pool<JobPast> Spare = new(64);

    [ThreadStatic]
    private static StateWriter? packer;

    private JobPast()
    {
    }

    public BoundedJournal<JobNotice> Notices { get; } = new(0);

    public EndedPods Pods { get; } = new();

    public static JobPast Begin(JobEngineOptions options)
    {
        JobPast past = Spare.TryRent() ?? new JobPast();
        past.Notices.Begin(options.EventHistory);
        past.Pods.Begin(options.FinishedPodHistory);
        return past;
    }

    /// <summary>Makes it again from its bytes.</summary>
    public static JobPast Unfold(byte[] folded, JobEngineOptions options)
    {
        JobPast past = Begin(options);
        var reader = new StateReader(folded, NoticeWords.All);
        for (int left = reader.Count(); left > 0; left--)
        {
            (DateTimeOffset time, JobNotice notice) = FoldedNoticeCodec.Read(ref reader);
            past.Notices.Add(in notice, time);
        }

        long remembered = reader.Int();
        int count = reader.Count();
        past.Pods.Begin(options.FinishedPodHistory, remembered - count);
        for (int left = count; left > 0; left--)
        {
            past.Pods.Add(EndedPodEntryCodec.Read(ref reader));
        }

        return past;
    }

    /// <summary>All of it in bytes.</summary>
    public byte[] Fold()
    {
        StateWriter writer = packer ??= new StateWriter(NoticeWords.All);
        writer.Clear();
        writer.Count(Notices.Count);
        for (int i = 0; i < Notices.Count; i++)
        {
            ref readonly JobNotice notice = ref Notices.At(i, out DateTimeOffset time);
            FoldedNoticeCodec.Write(writer, time, in notice);
        }

        writer.Int(Pods.Remembered);
        writer.Count(Pods.Count);
        for (int i = 0; i < Pods.Count; i++)
        {
            EndedPodEntryCodec.Write(writer, in Pods[i]);
        }

        return writer.Written.ToArray();
    }

    /// <summary>Nobody looks at it any more.</summary>
    public void End()
    {
        Notices.Begin(0);
        Pods.Begin(0);
        Spare.Return(this);
    }
}

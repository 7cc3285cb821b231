using BatchJobs.Client;
using BatchJobs.Persistence;
using BatchJobs.State;
using BatchJobs.StateMachine;

namespace BatchJobs.Diagnostics;

/// <summary>The latest notices of a Job, told as events or as decisions when somebody asks.</summary>
/// <remarks>Used under the lock of its loop.</remarks>
internal sealed class JobJournal(JobState state, int limit, IReadOnlyCollection<(DateTimeOffset Time, JobNotice Notice)>? kept = null)
{
    [ThreadStatic]
    private static StateWriter? packer;

    private BoundedJournal<JobNotice>? live = new(limit, kept);

    /// <summary>What came before the live ones, in a tenth of their size.</summary>
    private byte[]? packed;
    private int packedCount;

    public void Add(List<JobNotice> notices, DateTimeOffset now) => (live ??= new(limit)).Add(notices, now);

    /// <summary>Makes the journal small, because not much will be added any more.</summary>
    public void Pack()
    {
        if (live is null)
        {
            return;
        }

        StateWriter writer = packer ??= new StateWriter(NoticeWords.All);
        writer.Clear();
        List<(DateTimeOffset Time, JobNotice Notice)>? earlier = packedCount == 0 ? null : Unpack();
        earlier?.ForEach(entry => NoticeCodec.Write(writer, entry.Time, entry.Notice));
        for (int i = 0; i < live.Count; i++)
        {
            (DateTimeOffset time, JobNotice notice) = live[i];
            NoticeCodec.Write(writer, time, in notice);
        }

        packed = writer.Written.ToArray();
        packedCount += live.Count;
        live.Clear();
        live = null;
    }

    /// <summary>In Kubernetes' words; equal events are merged.</summary>
    public IReadOnlyList<JobEventEntry> Events() => EventMerger.Merge(Entries().Select(entry => (entry.Time, EventText.Of(entry.Notice, PodName(entry.Notice)))));

    public IReadOnlyList<JobDecision> Decisions() => [.. Entries().Select(entry => DecisionText.Of(entry.Time, entry.Notice, PodName(entry.Notice)))];

    private IEnumerable<(DateTimeOffset Time, JobNotice Notice)> Entries() => Unpack().Concat(live ?? Enumerable.Empty<(DateTimeOffset, JobNotice)>()).TakeLast(limit);

    private List<(DateTimeOffset Time, JobNotice Notice)> Unpack()
    {
        var unpacked = new List<(DateTimeOffset Time, JobNotice Notice)>(packedCount);
        var reader = new StateReader(packed, NoticeWords.All);
        for (int i = 0; i < packedCount; i++)
        {
            unpacked.Add(NoticeCodec.ReadJobNotice(ref reader));
        }

        return unpacked;
    }

    private string? PodName(JobNotice notice) =>
        notice.Ordinal is { } ordinal ? PodNaming.Name(state.Key.Name, state.Uid, notice.Index, ordinal) : null;
}

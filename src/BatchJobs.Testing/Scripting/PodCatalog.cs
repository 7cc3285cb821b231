using BatchJobs.Execution;
using BatchJobs.Pods;

namespace BatchJobs.Testing.Scripting;

/// <summary>A pod and what plays its script.</summary>
internal sealed record PodEntry(ScriptedPod Pod, PodPlayer Player);

/// <summary>All pods by Job and ordinal; finds the script of a new one.</summary>
internal sealed class PodCatalog(IReadOnlyList<PodRule> rules)
{
    private readonly List<JobPods> jobs = [];
    private readonly Dictionary<Guid, JobPods> jobsByUid = [];

    public IEnumerable<PodEntry> All => jobs.SelectMany(job => job.Pods.Values);

    public PodEntry? Find(PodId pod) => jobsByUid.GetValueOrDefault(pod.JobUid)?.Pods.GetValueOrDefault(pod.Ordinal);

    public IEnumerable<PodEntry> OfJob(Guid jobUid) => jobsByUid.GetValueOrDefault(jobUid)?.Pods.Values ?? Enumerable.Empty<PodEntry>();

    public bool IsForgotten(PodEntry entry) => jobsByUid[entry.Pod.Id.JobUid].Forgotten;

    public void Forget(Guid jobUid)
    {
        if (jobsByUid.TryGetValue(jobUid, out JobPods? job))
            job.Forgotten = true;
    }

    public void Add(PodEntry entry) => jobsByUid[entry.Pod.Id.JobUid].Pods.Add(entry.Pod.Id.Ordinal, entry);

    public ScriptedPod Create(PodStartRequest request, DateTimeOffset now)
    {
        if (!jobsByUid.TryGetValue(request.Id.JobUid, out JobPods? job))
        {
            job = new JobPods(jobs.Count);
            jobs.Add(job);
            jobsByUid.Add(request.Id.JobUid, job);
        }

        long attempt = request.Index is { } index ? job.NextAttempt(index) : request.Id.Ordinal;
        int rule = -1;
        for (int position = 0; position < rules.Count && rule < 0; position++)
            rule = rules[position].Match.Matches(request, attempt, job.Number) ? position : -1;
        var record = new PodRecord
        {
            Id = request.Id,
            Name = request.Name,
            Job = request.Job,
            Index = request.Index,
            Attempt = attempt,
            Rule = rule,
            Annotations = request.Annotations,
            Created = now,
            Status = new PodStatus { Phase = PodPhase.Pending },
        };
        return new ScriptedPod(request, rule < 0 ? PodScript.RunsForever : rules[rule].Script, record);
    }

    private sealed class JobPods(int number)
    {
        private readonly Dictionary<int, long> attempts = [];

        public int Number => number;

        public SortedDictionary<long, PodEntry> Pods { get; } = [];

        public bool Forgotten { get; set; }

        public long NextAttempt(int index) => attempts[index] = attempts.TryGetValue(index, out long last) ? last + 1 : 0;
    }
}

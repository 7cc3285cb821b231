using BatchJobs.Commands;
using BatchJobs.Core.Tests.Harness;
using BatchJobs.Events;
using BatchJobs.Pods;
using BatchJobs.Primitives;
using BatchJobs.Resolution;
using BatchJobs.Specs;
using BatchJobs.State;
using BatchJobs.StateMachine;
using BatchJobs.Status;
using BatchJobs.Validation;

namespace BatchJobs.Core.Tests.Properties;

/// <summary>A Job, its kubelet, and the unreliable line between them; checks after every step what must always hold.</summary>
internal sealed class World
{
    private readonly JobStateMachine machine = new(TimeSpan.FromSeconds(1));
    private readonly JobTransition transition = new();
    private readonly Func<ToyPod, int> script;
    private readonly List<JobEvent> line = [];
    private readonly List<JobEvent> refusals = [];
    private JobSpec spec;
    private JobState saved;
    private JobStatus status;
    private Verdict? verdict;
    private DateTimeOffset? wakeup;

    /// <param name="spec">The Job.</param>
    /// <param name="script">The exit code of each pod.</param>
    public World(JobSpec spec, Func<ToyPod, int> script)
    {
        this.spec = spec;
        this.script = script;
        State = new JobState(new JobKey("test"), new Guid("6a1f77c2-94a4-4f62-8e38-6c9a25b1f0d7"), JobSpecResolver.Resolve(spec));
        JobStateMachine.Submit(State, Now);
        saved = State.Clone();
        status = JobStatusProjection.Of(State);
        Step();
    }

    public JobState State { get; private set; }

    public DateTimeOffset Now { get; private set; } = JobBench.Epoch;

    public ToyKubelet Kubelet { get; } = new();

    public JobSpec Spec => spec;

    /// <summary>How often each pod was counted, by what it was counted as.</summary>
    public List<(JobNoticeKind As, long Ordinal)> Counted { get; } = [];

    public HashSet<long> Refused { get; } = [];

    public HashSet<long> DeletedByUsers { get; } = [];

    public bool RefuseNextStart { get; set; }

    /// <summary>The engine ends before its next step is saved (0), or after so many of its commands and one.</summary>
    public int? CrashAt { get; set; }

    /// <summary>What happened and what was done, for whoever has to find out why.</summary>
    public List<string> Story { get; } = [];

    public string End => StatusText.Of(JobStatusProjection.Of(State));

    public IReadOnlyList<ToyPod> Living => [.. Kubelet.Pods.Where(pod => pod.Lives)];

    public IReadOnlyList<JobEvent> Line => line;

    public void Wait(double seconds)
    {
        DateTimeOffset end = Now.AddSeconds(seconds);
        while (wakeup <= end)
        {
            Now = Now > wakeup ? Now : wakeup.Value;
            Step();
        }

        Now = end;
    }

    public void Report(ToyPod pod) => line.Add(JobEvent.PodReported(pod.Ordinal, pod.Status));

    /// <summary>A pod goes on: it runs, it ends as its script says, or because it was stopped.</summary>
    public void Progress(ToyPod pod)
    {
        if (pod.Phase == PodPhase.Pending && !pod.Stopping)
        {
            pod.Phase = PodPhase.Running;
            pod.Ready = pod.Ordinal % 2 == 0;
            Report(pod);
        }
        else
        {
            Finish(pod, pod.Stopping ? 143 : script(pod));
        }
    }

    public void Finish(ToyPod pod, int exitCode, bool disrupted = false)
    {
        Kubelet.End(pod, exitCode, Now, disrupted);
        Report(pod);
    }

    public void Delete(ToyPod pod)
    {
        DeletedByUsers.Add(pod.Ordinal);
        Step(JobEvent.PodDeletionRequested(pod.Ordinal, null));
    }

    public void Vanish(ToyPod pod)
    {
        Kubelet.Lose(pod);
        Step(JobEvent.PodVanished(pod.Ordinal));
    }

    public void Deliver(int place)
    {
        JobEvent report = line[place];
        line.RemoveAt(place);
        Step(report);
    }

    public void Lose(int place) => line.RemoveAt(place);

    public void Repeat(int place) => line.Add(line[place]);

    public void DeliverAll()
    {
        JobEvent[] reports = [.. refusals, .. line];
        refusals.Clear();
        line.Clear();
        Step(reports);
    }

    public void Relist()
    {
        JobEvent[] events = [.. refusals, JobEvent.ExecutorResynced(Kubelet.Known), .. Kubelet.Pods.Select(pod => JobEvent.PodReported(pod.Ordinal, pod.Status))];
        refusals.Clear();
        Step(events);
    }

    public void Change(Func<JobSpec, JobSpec> change)
    {
        spec = change(spec);
        Step(JobEvent.SpecChanged(JobSpecResolver.Resolve(spec)));
    }

    public void Step(params JobEvent[] events)
    {
        machine.Step(State, events, Now, transition);
        Story.Add($"{(Now - JobBench.Epoch).TotalSeconds}: [{string.Join(", ", events.Select(Say))}] -> {string.Join(", ", transition.Commands.Select(command => $"{command.Kind} {command.Ordinal}"))}");
        wakeup = transition.Wakeup;
        Check();
        if (CrashAt == 0)
        {
            Recover();
            return;
        }

        JobCommand[] commands = [.. transition.Commands];
        if (commands.Length > 0 || transition.StatusChanged)
        {
            Save();
        }

        for (int done = 0; done < commands.Length; done++)
        {
            if (CrashAt == done + 1)
            {
                Recover();
                return;
            }

            Obey(commands[done]);
        }

        if (CrashAt is not null)
        {
            Recover();
            return;
        }

        CheckKubelet();
    }

    /// <summary>All goes well from now on, until the Job has ended.</summary>
    public void Settle()
    {
        CrashAt = null;
        RefuseNextStart = false;
        if (spec.Suspend == true || spec.Parallelism == 0)
        {
            Change(old => old with { Suspend = false, Parallelism = Math.Max(1, old.Parallelism ?? 1) });
        }

        for (int round = 0; round < 200 && (!State.IsFinished || Kubelet.Pods.Any()); round++)
        {
            foreach (ToyPod pod in Living)
            {
                Progress(pod);
            }

            DeliverAll();
            Relist();
            Wait(wakeup is { } next && next > Now ? (next - Now).TotalSeconds : 1);
        }

        Assert.True(State.IsFinished, "the Job never ended");
        Assert.Empty(Kubelet.Pods);
    }

    private void Save()
    {
        saved = State.Clone();
        Counted.AddRange(transition.Notices
            .Where(notice => notice.Kind is JobNoticeKind.PodSucceeded or JobNoticeKind.PodFailed or JobNoticeKind.FailureIgnored)
            .Select(notice => (notice.Kind, notice.Ordinal!.Value)));
        status = JobStatusProjection.Of(State);
        Assert.Equal(verdict ?? State.Verdict, State.Verdict);
        verdict = State.Verdict;
    }

    private void Recover()
    {
        CrashAt = null;
        Story.Add("crash");
        line.Clear();
        refusals.Clear();
        State = Saved.Reload(saved);
        spec = State.Spec.Source;
        Relist();
    }

    private void Obey(JobCommand command)
    {
        switch (command.Kind)
        {
            case JobCommandKind.StartPod when RefuseNextStart && !Kubelet.Known.Contains(command.Ordinal):
                RefuseNextStart = false;
                Refused.Add(command.Ordinal);
                refusals.Add(JobEvent.PodStartRejected(command.Ordinal, "no"));
                break;
            case JobCommandKind.StartPod:
                Refused.Remove(command.Ordinal);
                Kubelet.Start(command);
                break;
            case JobCommandKind.StopPod:
                Kubelet.Stop(command.Ordinal);
                break;
            case JobCommandKind.ReleasePod:
                Kubelet.Release(command.Ordinal);
                break;
        }
    }

    private static string Say(JobEvent happened) => $"{happened.Kind} {happened.Ordinal} {happened.Status?.Phase}";

    private void Check()
    {
        Assert.Empty(JobInvariants.Violations(State));
        JobStatus now = JobStatusProjection.Of(State);
        var errors = new FieldErrors();
        Job shown = new() { Spec = State.Spec.Source, Status = now };

        // Of a Job that has finished only what changes is asked, since it tells of the indexes it had even when it is shrunk.
        StatusRules.Check(JobConditions.IsFinished(status) ? shown with { Status = status } : null, shown, errors);
        StatusUpdateRules.Check(shown with { Status = status }, shown, errors);
        Assert.Empty(errors.All);
        Assert.True(now == status || transition.StatusChanged || StatusText.Of(now) == StatusText.Of(status), "the status changed without a word");
    }

    /// <summary>What is true of the pods that really run once all commands are carried out.</summary>
    private void CheckKubelet()
    {
        List<ToyPod> active = [.. Living.Where(pod => !pod.Stopping)];
        bool lateWorkQueue = State.Spec.Completions is null && State.Succeeded > 0;
        Assert.True(active.Count <= State.Spec.Parallelism || lateWorkQueue, $"{active.Count} pods are active");
        Assert.True(active.Count == 0 || (State.Verdict is null && !State.Spec.Suspend), "pods are active that must not be");
        IEnumerable<ToyPod> holders = State.Spec.OnlyReplaceFailed ? Living : active;
        Assert.All(holders.Where(pod => pod.Index >= 0).GroupBy(pod => pod.Index), pods => Assert.Single(pods));
    }
}

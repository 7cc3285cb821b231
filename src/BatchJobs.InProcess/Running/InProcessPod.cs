using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Specs;

namespace BatchJobs.InProcess.Running;

/// <summary>A pod: its status, the body that runs for it now, and when something has to be done about it.</summary>
/// <remarks>It waits for a slot, runs, waits for a restart, and so on until it has ended. Slots are left and entered outside the lock.</remarks>
internal sealed class InProcessPod(PodStartRequest request, InProcessJob job, ExecutorServices services)
{
    /// <summary>The least time between asking a body to end and abandoning it, as with a kubelet.</summary>
    private static readonly TimeSpan LeastGrace = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private readonly RestartBackoff backoff = new();
    private PodHandlerRegistration? registration;
    private PodAttempt? attempt;
    private PodStatus status = PodStatuses.Waiting(NameOf(request));
    private Alarm? alarm;
    private Alarm? deadline;
    private DateTimeOffset? progressReported;
    private int starts;
    private bool holdsSlot;
    private bool deadlinePassed;
    private bool abandoned;
    private bool released;
    private bool ended;

    public PodStartRequest Request { get; } = request;

    public Container Container { get; } = request.Spec.Containers is [var first, ..] ? first : new Container();

    /// <summary>For the queue, under its lock: where the pod waits.</summary>
    public LinkedListNode<InProcessPod>? Place { get; set; }

    public bool IsEnded
    {
        get
        {
            lock (gate)
            {
                return ended;
            }
        }
    }

    /// <summary>What to list; null once the pod is released.</summary>
    public PodReport? Listed
    {
        get
        {
            lock (gate)
            {
                return released ? null : new PodReport(Request.Id, status);
            }
        }
    }

    public void Start()
    {
        lock (gate)
        {
            if (ended)
            {
                return;
            }

            if (PodRefusal.Of(Request, Container, services.Options.Handlers, out registration) is { } refusal)
            {
                End(PodPhase.Failed, TerminationMessages.End(refusal, null, status, services.Time.GetUtcNow()), refusal.Reason, refusal.Message);
                return;
            }
        }

        services.Slots.Enter(this);
        lock (gate)
        {
            if (starts == 0 && !ended)
            {
                Report();
            }
        }
    }

    /// <summary>The pod's turn has come; false if it no longer wants it.</summary>
    public bool TryBegin()
    {
        PodAttempt next;
        lock (gate)
        {
            if (ended)
            {
                return false;
            }

            holdsSlot = true;
            DateTimeOffset now = services.Time.GetUtcNow();
            next = attempt = new PodAttempt(this, services, registration!, starts);
            status = PodStatuses.Running(status, starts++, now);
            if (deadline is null && Request.Spec.ActiveDeadlineSeconds is { } seconds)
            {
                deadline = SetAlarm(now + TimeSpan.FromSeconds(seconds), PassDeadline);
            }

            Report();
        }

        next.Launch();
        return true;
    }

    public void Stop(TimeSpan? gracePeriod)
    {
        lock (gate)
        {
            TimeSpan grace = gracePeriod ?? OwnGrace;
            DateTimeOffset until = services.Time.GetUtcNow() + grace;
            if (ended || status.DeletionTimestamp <= until)
            {
                return;
            }

            status = status with { DeletionTimestamp = until, DeletionGracePeriodSeconds = (long)Math.Ceiling(grace.TotalSeconds) };
            if (attempt is null)
            {
                EndWithoutBody();
            }
            else
            {
                Interrupt(grace);
                Report();
            }
        }
    }

    public void Release()
    {
        lock (gate)
        {
            released = true;
            RemoveIfDone();
        }
    }

    /// <summary>The executor closes: whatever runs is asked to end, and nobody is told.</summary>
    public void Close()
    {
        lock (gate)
        {
            ended = true;
            services.Slots.Remove(this);
            attempt?.Cancel();
            Quieten();
        }
    }

    public void ReportProgress(PodAttempt from, string progress)
    {
        lock (gate)
        {
            if (attempt != from || ended)
            {
                return;
            }

            status = status with { Message = progress };
            DateTimeOffset now = services.Time.GetUtcNow();
            if (progressReported is null || now - progressReported >= services.Options.ProgressInterval)
            {
                progressReported = now;
                Report();
            }
        }
    }

    public void Write(string line, bool isError) => job.OpenLog(this).Write(line, isError, services.Time.GetUtcNow());

    /// <summary>A body has returned.</summary>
    public void HasEnded(PodAttempt which, AttemptOutcome outcome)
    {
        bool leave;
        bool again = false;
        lock (gate)
        {
            leave = holdsSlot;
            holdsSlot = false;
            attempt = null;
            if (!ended)
            {
                again = Settle(which.Context, outcome);
            }
            else if (abandoned)
            {
                InProcessLog.AbandonedBodyEnded(services.Logger, Request.Name);
            }
        }

        if (leave)
        {
            services.Slots.Leave();
        }

        if (again)
        {
            services.Slots.Enter(this);
        }
    }

    /// <returns>Whether to call the body again at once.</returns>
    private bool Settle(PodContext context, AttemptOutcome outcome)
    {
        if (outcome.Succeeded && context.Result is { } result && !job.TryKeepResult(context.ResultKey, result))
        {
            outcome = new AttemptOutcome(1, "TooManyResults", $"The Job has {services.Options.MaxResultsPerJob} results already (MaxResultsPerJob).");
        }

        DateTimeOffset now = services.Time.GetUtcNow();
        ContainerTermination end = TerminationMessages.End(outcome, context.TerminationMessage, status, now);
        if (!outcome.Succeeded)
        {
            InProcessLog.AttemptFailed(services.Logger, Request.Name, outcome.ExitCode, outcome.Reason, end.Message);
        }

        if (!IsStopping && RestartDecision.Holds(Request.Spec, Container, outcome.ExitCode))
        {
            return BackOff(end, now);
        }

        End(outcome.Succeeded && !deadlinePassed ? PodPhase.Succeeded : PodPhase.Failed, end);
        return false;
    }

    /// <returns>Whether to call the body again at once.</returns>
    private bool BackOff(ContainerTermination end, DateTimeOffset now)
    {
        TimeSpan wait = backoff.TryStart(now, end.FinishedAt);
        status = PodStatuses.BackingOff(status, CrashLoop.Waiting(Request, Container, backoff.Delay), end);
        if (wait == TimeSpan.Zero)
        {
            return true;
        }

        alarm = SetAlarm(now + wait, StartAgain);
        Report();
        return false;
    }

    private void StartAgain(Alarm rung)
    {
        lock (gate)
        {
            if (alarm != rung || ended)
            {
                return;
            }

            alarm = null;
            backoff.TryStart(services.Time.GetUtcNow(), status.ContainerStatuses[0].LastTermination!.FinishedAt);
        }

        services.Slots.Enter(this);
    }

    private void PassDeadline(Alarm rung)
    {
        lock (gate)
        {
            if (ended)
            {
                return;
            }

            deadlinePassed = true;
            if (attempt is null)
            {
                EndWithoutBody();
            }
            else if (status.DeletionTimestamp is null)
            {
                Interrupt(OwnGrace);
            }
        }
    }

    private void Interrupt(TimeSpan grace)
    {
        attempt!.Cancel();
        alarm?.Dispose();
        alarm = SetAlarm(services.Time.GetUtcNow() + (grace > LeastGrace ? grace : LeastGrace), Abandon);
    }

    private void Abandon(Alarm rung)
    {
        bool leave;
        lock (gate)
        {
            if (alarm != rung || ended)
            {
                return;
            }

            InProcessLog.Abandoned(services.Logger, Request.Name);
            abandoned = true;
            leave = !services.Options.AbandonedPodsHoldSlots;
            holdsSlot = !leave;
            End(PodPhase.Failed, TerminationMessages.End(AttemptOutcome.WasAbandoned, attempt!.Context.TerminationMessage, status, services.Time.GetUtcNow()), AttemptOutcome.Abandoned);
        }

        if (leave)
        {
            services.Slots.Leave();
        }
    }

    /// <summary>Ends a pod that waits for a slot or a restart; its container is as it last ended, if it ever ran.</summary>
    private void EndWithoutBody()
    {
        services.Slots.Remove(this);
        End(PodPhase.Failed, status.ContainerStatuses[0].LastTermination);
    }

    private void End(PodPhase phase, ContainerTermination? end, string? reason = null, string? message = null)
    {
        ended = true;
        PodStatus last = PodStatuses.Ended(status, phase, end, services.Time.GetUtcNow());
        status = deadlinePassed && reason is null
            ? last with { Reason = "DeadlineExceeded", Message = "Pod was active on the node longer than the specified deadline" }
            : last with { Reason = reason, Message = message };
        Quieten();
        Report();
        RemoveIfDone();
    }

    private void Quieten()
    {
        alarm?.Dispose();
        deadline?.Dispose();
        job.CloseLog(this);
    }

    private void RemoveIfDone()
    {
        if (ended && released)
        {
            job.Remove(this);
        }
    }

    private void Report() => services.Observer?.OnReport(new PodReport(Request.Id, status));

    private Alarm SetAlarm(DateTimeOffset due, Action<Alarm> ring)
    {
        // Rings on another thread, or later on this one, after the caller has kept it: it has to take the lock first.
        var set = new Alarm(services.Time, due, ring);
        set.Set();
        return set;
    }

    private TimeSpan OwnGrace => TimeSpan.FromSeconds(Request.Spec.TerminationGracePeriodSeconds ?? JobDefaults.TerminationGracePeriodSeconds);

    private bool IsStopping => deadlinePassed || status.DeletionTimestamp is not null;

    private static string NameOf(PodStartRequest request) => request.Spec.Containers is [{ Name: { } name }, ..] ? name : "";
}

using BatchJobs.Execution;
using BatchJobs.Execution.Kubelet;
using BatchJobs.Pods;
using BatchJobs.Specs;

namespace BatchJobs.InProcess.Running;

/// <summary>A pod: its status, the body that runs for it now, and when something has to be done about it.</summary>
/// <remarks>It waits for a slot, runs, waits for a restart, and so on until it has ended. Slots are left and entered outside the lock.</remarks>
internal sealed partial class InProcessPod(PodStartRequest request, InProcessJob job, ExecutorServices services)
{
    /// <summary>The least time between asking a body to end and abandoning it, as with a kubelet.</summary>
    private static readonly TimeSpan LeastGrace = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private readonly RestartBackoff backoff = new();
    private PodHandlerRegistration? registration;
    private PodAttempt? attempt;
    private PodStatus status = PodStatuses.Waiting(request);
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

    /// <summary>Waits for a slot, unless it has done so: two can start a pod that was handed over before its turn had come.</summary>
    public void Start()
    {
        lock (gate)
        {
            if (ended || registration is not null)
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

    /// <summary>Takes over a pod whose body was called elsewhere and still runs.</summary>
    public PodAttempt Adopt(PodContext context, PodHandlerRegistration handler)
    {
        lock (gate)
        {
            registration = handler;
            attempt = new PodAttempt(this, services, handler, context);
            status = PodStatuses.Running(status, starts++, context.StartedAt);
            services.Bodies.Enter();
            Report();
            return attempt;
        }
    }

    public void Stop(TimeSpan? gracePeriod)
    {
        lock (gate)
        {
            TimeSpan grace = GracePeriods.Of(Request.Spec, gracePeriod);
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

    public void Write(string? line, bool isError) => job.Write(Request.Id.Ordinal, Container.Name ?? "", line, isError, this, static pod => pod.IsEnded);

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

    private bool IsStopping => deadlinePassed || status.DeletionTimestamp is not null;
}

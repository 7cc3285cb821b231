using BatchJobs;
using BatchJobs.Building;
using BatchJobs.Client;
using BatchJobs.InProcess;
using BatchJobs.Primitives;
using BatchJobs.Scheduling;
using BatchJobs.Specs;
using PrioritiesAndQuotas;

// Two tenants share two places and hold one each at the most; urgent work goes first, though it came last.
var handlers = new PodHandlers().Add("work", pod =>
{
    Console.WriteLine($"{pod.Job} index {pod.Index}");
    return Task.CompletedTask;
});
var scheduler = new TenantScheduler();
var executor = new ScheduledPodExecutor(new InProcessPodExecutor(new InProcessExecutorOptions { Handlers = handlers }), capacity: 2, scheduler);
await using var engine = new JobEngine(executor);

Job[] jobs = [NewJob("red", "routine"), NewJob("blue", "report"), NewJob("red", "urgent", priority: 100)];
foreach (Job job in jobs)
{
    await engine.CreateAsync(job);
}

// Nobody has a quota yet, so everything waits, and says why.
await foreach (JobPod pod in engine.WatchPodsAsync(new JobKey("red", "urgent")))
{
    if (pod.Status.Message is { } message)
    {
        Console.WriteLine($"{pod.Name[..6]}: {message}");
        break;
    }
}

scheduler.SetQuota("red", 1);
scheduler.SetQuota("blue", 1);
executor.Reschedule();
foreach (Job job in jobs)
{
    Job finished = await engine.WaitAsync(job.Key());
    Console.WriteLine($"{finished.Key()}: {finished.FindCondition("Complete")!.Message}");
}

static Job NewJob(string tenant, string name, int priority = 0) =>
    JobBuilder.Indexed(name, completions: 2).Namespace(tenant).Parallelism(2).Image("work").Priority(priority);

using BatchJobs.Primitives;
using BatchJobs.Specs;
using BatchJobs.Testing;

namespace BatchJobs.Tests.Support;

/// <summary>An engine under virtual time.</summary>
internal abstract class VirtualBench
{
    public static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public VirtualTimeProvider Clock { get; } = new(Start);

    public abstract JobEngine Engine { get; }

    public static Job NewJob(string name = "work", Func<JobSpec, JobSpec>? change = null)
    {
        var spec = new JobSpec
        {
            Template = new PodTemplateSpec
            {
                Spec = new PodSpec { RestartPolicy = RestartPolicy.Never, Containers = [new Container { Name = "main", Image = "busybox" }] },
            },
        };
        return new Job { Metadata = new ObjectMeta { Name = name }, Spec = change?.Invoke(spec) ?? spec };
    }

    public async Task<JobKey> CreateAsync(Func<JobSpec, JobSpec>? change = null, string name = "work")
    {
        Job job = await Engine.CreateAsync(NewJob(name, change));
        await Engine.WhenIdleAsync();
        return job.Key();
    }

    /// <summary>Lets virtual time pass, timer by timer, with all work done in between; the engine may be gone.</summary>
    public async Task AdvanceAsync(double seconds)
    {
        DateTimeOffset end = Clock.GetUtcNow() + TimeSpan.FromSeconds(seconds);
        await Engine.WhenIdleAsync();
        while (Clock.NextTimer <= end)
        {
            Clock.AdvanceToNextTimer();
            await Engine.WhenIdleAsync();
        }

        Clock.AdvanceTo(end);
        await Engine.WhenIdleAsync();
    }

    /// <summary>Lets virtual time pass until a Job has finished.</summary>
    public async Task<Job> FinishAsync(JobKey key)
    {
        Task<Job> finished = Engine.WaitAsync(key);
        await Engine.WhenIdleAsync();
        while (!finished.IsCompleted)
        {
            Assert.True(Clock.AdvanceToNextTimer(), "The Job waits for something that time alone does not bring.");
            await Engine.WhenIdleAsync();
        }

        return await finished;
    }
}

using BatchJobs.InProcess.Running;

namespace BatchJobs.InProcess.Tests;

/// <summary>What the executor keeps of a Job of which no pod will be started any more.</summary>
public sealed class FinishedJobTests : IDisposable
{
    private readonly ExecutorServices services = new(new InProcessExecutorOptions());
    private readonly InProcessJob job;

    public FinishedJobTests()
    {
        job = services.JobOf(Guid.NewGuid());
    }

    [Fact]
    public void Nothing_if_nobody_can_ask_for_anything()
    {
        job.ForgetIfBare();
        Assert.Single(services.Jobs);
        job.Finish();
        Assert.Empty(services.Jobs);
    }

    [Fact]
    public void The_results()
    {
        job.Results.TryKeep(0, 42);
        job.Finish();
        Assert.Equal(42, Assert.Single(services.Jobs).Results.Of<int>()[0]);
    }

    [Fact]
    public void The_output()
    {
        job.OpenLog(0, "main");
        job.CloseLog(0);
        job.Finish();
        Assert.NotNull(Assert.Single(services.Jobs).FindLog(0));
    }

    public void Dispose() => services.Crew.Dispose();
}

using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Specs;
using Xunit;

namespace BatchJobs.Testing.Xunit;

/// <summary>What every <see cref="IPodExecutor"/> promises, as tests: derive a class, say how its pods do a few simple things, and run it.</summary>
/// <remarks>
/// <para>
/// Make a test project with the package <c>xunit.v3</c>, derive a public class from this one, and implement the abstract members: one makes the executor,
/// some say how a pod with a certain behaviour is written for it, and <see cref="CountLivingAsync"/> tells from outside what really lives.
/// All tests come with the base class. Each test has an executor and a Job of its own.
/// </para>
/// <para>
/// Nothing here sleeps: tests wait for reports, up to <see cref="Patience"/>. An executor that counts restarts or grace periods on a
/// <see cref="TimeProvider"/> may be given one that runs fast.
/// </para>
/// <para>What an executor can't do (<see cref="IPodExecutor.Capabilities"/>) is not asked of it; that it does not do it half is.</para>
/// </remarks>
public abstract partial class PodExecutorContract : IAsyncLifetime
{
    private readonly ReportJournal reports = new();
    private IPodExecutor? executor;
    private long pods = -1;

    /// <summary>How long a test waits for something before it fails; far beyond what a loaded machine needs.</summary>
    /// <value>2 min.</value>
    protected virtual TimeSpan Patience => TimeSpan.FromMinutes(2);

    /// <summary>How many pods the tests with many pods start.</summary>
    /// <value>100.</value>
    protected virtual int Crowd => 100;

    /// <summary>Whether the executor can end a pod that ignores the request; otherwise such a pod is reported as failed and goes on unseen.</summary>
    /// <value>true.</value>
    protected virtual bool EndsByForce => true;

    /// <summary>Whether a later request can shorten the grace period that a pod has begun to use up.</summary>
    /// <value>true.</value>
    /// <remarks>Kubelets before 1.22 wait for the end of the period they began with.</remarks>
    protected virtual bool ShortensGracePeriods => true;

    /// <summary>The executor under test, connected.</summary>
    protected IPodExecutor Executor => executor ?? throw new InvalidOperationException("The executor is made when the test begins.");

    /// <summary>The uid of the Job whose pods the test starts.</summary>
    protected Guid JobUid { get; } = Guid.NewGuid();

    /// <summary>Makes an executor that nobody is connected to.</summary>
    /// <returns>The executor; the test disposes of it.</returns>
    /// <remarks>Called once per test; twice if pods survive the executor: the second must see the pods of the first.</remarks>
    protected abstract IPodExecutor CreateExecutor();

    /// <summary>Counts the pods of this test that do what they should, as the pods themselves or their surroundings show it, not the executor.</summary>
    /// <returns>How many have begun and not ended.</returns>
    /// <remarks>A pod that <see cref="IgnoresStop"/> counts only once it does ignore it. Pods that go on unseen (<see cref="EndsByForce"/>) don't count.</remarks>
    protected abstract ValueTask<int> CountLivingAsync();

    /// <summary>A pod that lives for some time and then ends by itself.</summary>
    /// <param name="exitCode">The exit code of its container.</param>
    /// <param name="after">How long it lives, roughly.</param>
    /// <returns>The spec; restart policy and grace period are set by the test.</returns>
    protected abstract PodSpec Exits(int exitCode, TimeSpan after);

    /// <summary>A pod that runs until it is asked to end, and then ends at once with an exit code that is not 0.</summary>
    /// <returns>The spec; restart policy and grace period are set by the test.</returns>
    protected abstract PodSpec RunsUntilStopped();

    /// <summary>A pod that runs on when it is asked to end.</summary>
    /// <returns>The spec; restart policy and grace period are set by the test.</returns>
    protected abstract PodSpec IgnoresStop();

    /// <summary>A pod that is accepted and can never run, such as one with a program that does not exist.</summary>
    /// <returns>The spec; restart policy and grace period are set by the test.</returns>
    protected abstract PodSpec CanNotRun();

    /// <summary>A pod whose container ends badly some times and then, when it is started once more, well.</summary>
    /// <param name="times">How often it fails; at most one such pod is started by a test.</param>
    /// <param name="exitCode">The exit code of the failures.</param>
    /// <returns>The spec; restart policy and grace period are set by the test.</returns>
    /// <remarks>Needed with <see cref="PodExecutorCapabilities.InPlaceRestarts"/>.</remarks>
    protected virtual PodSpec FailsThenSucceeds(int times, int exitCode) => throw Missing(nameof(PodExecutorCapabilities.InPlaceRestarts));

    /// <summary>A pod that writes lines to its standard output and succeeds.</summary>
    /// <param name="lines">The lines, without line breaks.</param>
    /// <returns>The spec; restart policy and grace period are set by the test.</returns>
    /// <remarks>Needed with <see cref="PodExecutorCapabilities.Logs"/>.</remarks>
    protected virtual PodSpec Prints(IReadOnlyList<string> lines) => throw Missing(nameof(PodExecutorCapabilities.Logs));

    /// <summary>A pod that runs, gets ready some time later, and runs until it is asked to end.</summary>
    /// <returns>The spec; restart policy and grace period are set by the test.</returns>
    /// <remarks>Needed with <see cref="PodExecutorCapabilities.Readiness"/>.</remarks>
    protected virtual PodSpec GetsReadyLate() => throw Missing(nameof(PodExecutorCapabilities.Readiness));

    /// <summary>Takes a running pod away behind the back of the executor, so that nobody can know how it ended.</summary>
    /// <param name="pod">The pod.</param>
    /// <returns>false if that can't happen to a pod of this executor.</returns>
    protected virtual ValueTask<bool> TryLoseAsync(PodId pod) => new(false);

    /// <summary>Makes and connects the executor.</summary>
    /// <returns>A task that ends when the test can begin.</returns>
    public virtual async ValueTask InitializeAsync()
    {
        executor = CreateExecutor();
        await executor.ConnectAsync(reports);
    }

    /// <summary>Ends what still lives, and fails the test if any report broke the rules of reports.</summary>
    /// <returns>A task that ends when nothing is left of the test.</returns>
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (executor is not null)
        {
            await ForgetJobAsync(JobUid, orphanPods: false);
            await InTimeAsync(executor.DisposeAsync().AsTask());
        }

        reports.ThrowIfBroken();
    }

    private static NotSupportedException Missing(string capability) =>
        new($"An executor with the capability {capability} needs a pod to show it; override the method.");
}

using BatchJobs.Storage;
using BatchJobs.Tests.Support;

namespace BatchJobs.Sqlite.Tests.Model;

/// <summary>A store whose engine dies with one of its commits: before it is made, or after it was made and before anybody hears of it.</summary>
internal sealed class DoomedStore(IJobStore inner) : StoreProxy(inner)
{
    private readonly TaskCompletionSource dead = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int? commitsLeft;
    private bool makesLast;

    /// <summary>Ends when the engine has died.</summary>
    public Task Dead => dead.Task;

    /// <summary>Lets the engine die after some more commits.</summary>
    public void Doom(int commits, bool makeLast) => (commitsLeft, makesLast) = (commits, makeLast);

    public override async ValueTask CommitAsync(IReadOnlyList<StoreChange> changes, CancellationToken cancellationToken = default)
    {
        if (commitsLeft is not > 0 and not null)
        {
            if (makesLast && !dead.Task.IsCompleted)
            {
                await base.CommitAsync(changes, cancellationToken);
            }

            dead.TrySetResult();
            await Task.Delay(Timeout.Infinite, CancellationToken.None);
        }

        commitsLeft--;
        await base.CommitAsync(changes, cancellationToken);
    }
}

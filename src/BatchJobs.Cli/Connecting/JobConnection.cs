namespace BatchJobs.Cli.Connecting;

/// <summary>The Jobs of a store, whoever answers for them.</summary>
/// <param name="jobs">Jobs.</param>
/// <param name="cronJobs">CronJobs.</param>
/// <param name="close">Ends it.</param>
internal sealed class JobConnection(IJobClient jobs, ICronJobClient cronJobs, Func<ValueTask> close) : IAsyncDisposable
{
    public IJobClient Jobs => jobs;

    public ICronJobClient CronJobs => cronJobs;

    public static JobConnection To<TClient>(TClient client, Func<ValueTask> close)
        where TClient : IJobClient, ICronJobClient => new(client, client, close);

    public ValueTask DisposeAsync() => close();
}

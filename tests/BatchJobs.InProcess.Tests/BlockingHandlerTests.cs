using BatchJobs.Building;
using Microsoft.Extensions.DependencyInjection;

namespace BatchJobs.InProcess.Tests;

public class BlockingHandlerTests
{
    [Fact]
    public async Task A_handler_type_that_blocks_gets_a_scope_and_a_thread_of_its_own()
    {
        var services = new ServiceCollection();
        services.AddSingleton<Meeting>().AddBatchJobs().UseInProcess().AddBlockingHandler<Attendee>("attend");
        await using ServiceProvider provider = services.BuildServiceProvider();
        IJobClient client = provider.GetRequiredService<IJobClient>();

        // All of them have to be there at once, which threads of the pool could not be before long.
        JobReport report = await client.RunToCompletionAsync(JobBuilder.Indexed("meeting", Meeting.Size).Parallelism(Meeting.Size).BackoffLimitPerIndex(0).Image("attend"))
            .WaitAsync(TimeSpan.FromMinutes(2));

        Assert.True(report.Succeeded, report.Message);
        Meeting meeting = provider.GetRequiredService<Meeting>();
        Assert.Equal(Meeting.Size, meeting.Attendees.Distinct().Count());
        Assert.All(meeting.Attendees, attendee => Assert.True(attendee.IsDisposed));
        Assert.DoesNotContain(meeting.OnPool, onPool => onPool);
    }

    private sealed class Meeting : IDisposable
    {
        public const int Size = 100;

        private readonly Barrier barrier = new(Size);

        public System.Collections.Concurrent.ConcurrentBag<Attendee> Attendees { get; } = [];

        public System.Collections.Concurrent.ConcurrentBag<bool> OnPool { get; } = [];

        public void Attend(Attendee attendee, CancellationToken cancellationToken)
        {
            Attendees.Add(attendee);
            OnPool.Add(Thread.CurrentThread.IsThreadPoolThread);
            barrier.SignalAndWait(cancellationToken);
        }

        public void Dispose() => barrier.Dispose();
    }

    private sealed class Attendee(Meeting meeting) : IPodHandler, IDisposable
    {
        public bool IsDisposed { get; private set; }

        public ValueTask<int> RunAsync(PodContext pod)
        {
            meeting.Attend(this, pod.CancellationToken);
            return new ValueTask<int>(0);
        }

        public void Dispose() => IsDisposed = true;
    }
}

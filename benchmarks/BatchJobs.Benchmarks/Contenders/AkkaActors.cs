using Akka.Actor;
using Akka.Configuration;
using Akka.Routing;
using BatchJobs.Benchmarks.Measuring;

namespace BatchJobs.Benchmarks.Contenders;

/// <summary>Four actors behind a router, and one that counts what they have done.</summary>
internal sealed class AkkaActors : Contender
{
    private ActorSystem system = null!;
    private IActorRef workers = null!;

    public override string Name => "Akka";

    public override string Setup => "local actor system, round-robin pool of 4, log off";

    public override double Share => 0.3;

    public override ValueTask PrepareAsync()
    {
        system = ActorSystem.Create("benchmark", ConfigurationFactory.ParseString("akka.loglevel = OFF\nakka.stdout-loglevel = OFF"));
        workers = system.ActorOf(Props.Create<Worker>().WithRouter(new RoundRobinPool(ChannelLoop.Workers)));
        return ValueTask.CompletedTask;
    }

    public override Task<Sample> RunAsync(int items) => Gauge.ThroughputAsync(items, () =>
    {
        var batch = new Batch(items);
        for (int item = 0; item < items; item++)
        {
            workers.Tell(batch);
        }

        return batch.Done.Task;
    });

    /// <summary>Makes an actor for each job, which has a worker do the item, answers who asked, and stops.</summary>
    public Task<Sample> AskAsync(int calls)
    {
        Props job = Props.Create(() => new OneJob(workers));
        return Gauge.LatencyAsync(calls, _ => system.ActorOf(job).Ask<Batch>(OneJob.Begin));
    }

    public override async ValueTask DisposeAsync()
    {
        await system.Terminate();
        await base.DisposeAsync();
    }

    private sealed class Batch(int items)
    {
        private int left = items;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Finish()
        {
            if (Interlocked.Decrement(ref left) == 0)
            {
                Done.SetResult();
            }
        }
    }

    /// <summary>Keeps the books of one job of one item, as an engine does: made for it, told of its end, gone after it.</summary>
    private sealed class OneJob : ReceiveActor
    {
        public const string Begin = "begin";

        private IActorRef? asked;

        public OneJob(IActorRef workers)
        {
            Receive<string>(_ =>
            {
                asked = Sender;
                workers.Tell("item");
            });
            Receive<Batch>(done =>
            {
                asked.Tell(done);
                Context.Stop(Self);
            });
        }
    }

    private sealed class Worker : ReceiveActor
    {
        private static readonly Batch Answer = new(1);

        public Worker()
        {
            Receive<Batch>(static batch => batch.Finish());
            Receive<string>(_ => Sender.Tell(Answer));
        }
    }
}

/// <summary>The latency of the actors.</summary>
internal sealed class AkkaAsk : Contender
{
    private readonly AkkaActors actors = new();

    public override string Name => actors.Name;

    public override string Setup => "an actor for each job, which has one of a pool do the item";

    public override ValueTask PrepareAsync() => actors.PrepareAsync();

    public override Task<Sample> RunAsync(int items) => actors.AskAsync(items);

    public override async ValueTask DisposeAsync()
    {
        await actors.DisposeAsync();
        await base.DisposeAsync();
    }
}

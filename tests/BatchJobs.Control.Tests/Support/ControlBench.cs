using BatchJobs.Building;
using BatchJobs.Client;
using BatchJobs.InProcess;
using BatchJobs.Specs;

namespace BatchJobs.Control.Tests.Support;

/// <summary>An engine that is served at a socket of its own, and a client that asks it.</summary>
internal sealed class ControlBench : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bj-");
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ControlBench()
    {
        Executor = new InProcessPodExecutor(new InProcessExecutorOptions());
        Executor.Handlers.Add("succeed", _ => Task.CompletedTask);
        Executor.Handlers.Add("fail-odd", pod => Task.FromResult(pod.Index % 2));
        Executor.Handlers.Add("until-released", pod => released.Task.WaitAsync(pod.CancellationToken));
        Executor.Handlers.Add("speak", async pod =>
        {
            pod.WriteLine("one");
            pod.WriteLine("two");
            await released.Task.WaitAsync(pod.CancellationToken);
            pod.WriteLine("three");
        });
        Engine = new JobEngine(Executor);
        Server = JobControlServer.Start(Engine, Socket);
        Client = new RemoteJobClient(Socket);
    }

    public string Socket => Path.Combine(folder.FullName, "s.sock");

    public InProcessPodExecutor Executor { get; }

    public JobEngine Engine { get; }

    public JobControlServer Server { get; }

    public RemoteJobClient Client { get; }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static Job NewJob(string name, string image = "succeed") => JobBuilder.NonIndexed(name).BackoffLimit(0).Image(image).Build();

    public static CronJob NewCronJob(string name) => new()
    {
        Metadata = new ObjectMeta { Name = name },
        Spec = new CronJobSpec { Schedule = "0 0 1 1 *", TimeZone = "UTC", JobTemplate = new JobTemplateSpec { Spec = NewJob("template").Spec } },
    };

    /// <summary>Lets the bodies that wait go on.</summary>
    public void Release() => released.TrySetResult();

    /// <summary>Ends when the only pod of a Job is ready; from then on its version stays as it is.</summary>
    public async Task WhenReadyAsync(string name)
    {
        await foreach (JobChange change in Engine.WatchAsync(cancellationToken: Token))
        {
            if (change.Job.Metadata.Name == name && change.Job.Status?.Ready == 1)
            {
                return;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Engine.DisposeAsync();
        folder.Delete(recursive: true);
    }
}

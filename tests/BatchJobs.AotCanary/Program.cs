using System.Globalization;
using BatchJobs;
using BatchJobs.AotCanary;
using BatchJobs.Building;
using BatchJobs.Client;
using BatchJobs.InProcess;
using BatchJobs.Manifests;
using BatchJobs.Pods;
using BatchJobs.Processes;
using BatchJobs.Specs;
using Microsoft.Extensions.DependencyInjection;

// Runs one Job in this process, with a container, typed results and a retry, and one from a manifest as processes: what reflection would break, breaks here.
const string Manifest = """
    {
      "apiVersion": "batch/v1",
      "kind": "Job",
      "metadata": {"name": "greet"},
      "spec": {
        "completions": 3,
        "completionMode": "Indexed",
        "parallelism": 2,
        "template": {"spec": {
          "restartPolicy": "Never",
          "containers": [{"name": "main", "image": "busybox", "command": ["/bin/sh", "-c", "echo hello $JOB_COMPLETION_INDEX"]}]
        }}
      }
    }
    """;

JobReport<int> squares = await SquaresAsync();
Check(squares.Succeeded && squares.Results.Values.Sum() == 30, "a Job in this process, with results");
Check(await ServiceRanAsync(), "a handler with services");
Check((await GreetingsAsync()).SequenceEqual(["hello 0", "hello 1", "hello 2"]), "a manifest as processes, with logs");
return 0;

static async Task<JobReport<int>> SquaresAsync()
{
    await using var engine = new JobEngine(new InProcessPodExecutor());
    return await engine.ComputeAsync(
        JobBuilder.Indexed("squares", completions: 5).Parallelism(2).BackoffLimitPerIndex(1),
        pod => Task.FromResult(pod.Index * pod.Index));
}

static async Task<bool> ServiceRanAsync()
{
    var services = new ServiceCollection();
    services.AddSingleton<Bell>().AddBatchJobs().UseInProcess().AddHandler<RingBell>("ring");
    await using ServiceProvider provider = services.BuildServiceProvider();
    JobReport report = await provider.GetRequiredService<IJobClient>().RunToCompletionAsync(JobBuilder.NonIndexed("ring").Image("ring"));
    return report.Succeeded && provider.GetRequiredService<Bell>().Rings == 1;
}

static async Task<IReadOnlyList<string>> GreetingsAsync()
{
    await using var engine = new JobEngine(new ProcessPodExecutor());
    Job job = ManifestReader.ReadJson(Manifest).ThrowIfFailed().Job!;
    await engine.CreateAsync(job);
    Job finished = await engine.WaitAsync(job.Key());
    Check(finished.IsComplete() && finished.Status!.CompletedIndexes == "0-2", "the status of a Job");
    Check(ManifestReader.ReadJson(ManifestWriter.Write(finished)).Job?.Metadata.Uid == finished.Metadata.Uid, "a Job written as JSON and read again");
    List<string> lines = [];
    foreach (JobPod pod in (await engine.ListPodsAsync(job.Key())).Where(pod => pod.Status.Phase == PodPhase.Succeeded).OrderBy(pod => pod.Index))
    {
        await foreach (var line in engine.ReadLogAsync(job.Key(), pod.Name))
        {
            lines.Add(line.Text);
        }
    }

    return lines;
}

static void Check(bool holds, string what)
{
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(holds ? "ok" : "BROKEN")}: {what}"));
    if (!holds)
    {
        Environment.Exit(1);
    }
}

using BatchJobs;
using BatchJobs.Client;
using BatchJobs.Kubernetes;
using BatchJobs.Manifests;
using BatchJobs.Specs;
using BatchJobs.Sqlite;

// A host to be killed: runs the Job of a manifest on a cluster and keeps it in a file; started again, it goes on where it was.
// Arguments: the file of the store, the namespace, the identity, the file of the manifest. Its last line is the outcome.
(string store, string namespaceName, string identity, string manifest) = (args[0], args[1], args[2], args[3]);
KubernetesPodExecutor executor = new(new KubernetesExecutorOptions
{
    Connection = KubernetesConnectionOptions.FromKubeConfig(),
    Namespace = namespaceName,
    Identity = identity,
    LeaseDuration = TimeSpan.FromSeconds(4),
});
await using JobEngine engine = await JobEngine.OpenAsync(executor, new JobEngineOptions { Store = new SqliteJobStore(store) });
Job job = ManifestReader.ReadJson(await File.ReadAllTextAsync(manifest)).ThrowIfFailed().Job!;
try
{
    await engine.CreateAsync(job);
}
catch (JobAlreadyExistsException)
{
    // The host before this one created it.
}

JobStatus status = (await engine.WaitAsync(job.Key())).Status!;
Console.WriteLine($"succeeded {status.Succeeded ?? 0}, failed {status.Failed ?? 0}, indexes {status.CompletedIndexes}");
await engine.DeleteAsync(job.Key());

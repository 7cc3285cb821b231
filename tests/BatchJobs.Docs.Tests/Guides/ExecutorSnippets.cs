using System.Collections.Concurrent;
using System.Diagnostics;
using BatchJobs.Building;
using BatchJobs.Execution;
using BatchJobs.Pods;
using BatchJobs.Specs;
using BatchJobs.Testing.Xunit;

namespace BatchJobs.Docs.Tests.Guides;

/// <summary>The executor of the page on writing executors, and the contract it keeps.</summary>
public static class ExecutorSnippets
{
    #region executor
    /// <summary>Runs the first container of a pod as a program of this machine, by nothing but <see cref="Process"/>.</summary>
    public sealed class ProgramExecutor(TimeProvider clock) : IPodExecutor
    {
        private readonly ConcurrentDictionary<PodId, Pod> pods = new();
        private IPodObserver? observer;
        private bool closed;

        // No logs, no restarts in place, no readiness, no survival: what is not announced is not asked for.
        public PodExecutorCapabilities Capabilities { get; } = new();

        public ValueTask ConnectAsync(IPodObserver observer, CancellationToken cancellationToken = default)
        {
            this.observer = observer;
            return ValueTask.CompletedTask;
        }

        public ValueTask StartAsync(PodStartRequest request, CancellationToken cancellationToken = default)
        {
            var pod = new Pod(request, observer!, clock);
            lock (pods)
            {
                ObjectDisposedException.ThrowIf(closed, this);
                if (!pods.TryAdd(request.Id, pod))
                {
                    return ValueTask.CompletedTask;
                }
            }

            pod.Begin();
            return ValueTask.CompletedTask;
        }

        public ValueTask StopAsync(PodId pod, TimeSpan? gracePeriod = null, CancellationToken cancellationToken = default)
        {
            if (pods.TryGetValue(pod, out Pod? known))
            {
                known.Stop(gracePeriod);
            }

            return ValueTask.CompletedTask;
        }

        public ValueTask ReleaseAsync(PodId pod, CancellationToken cancellationToken = default)
        {
            if (pods.TryGetValue(pod, out Pod? known))
            {
                DropOnceEnded(pod, known);
            }

            return ValueTask.CompletedTask;
        }

        public ValueTask ForgetJobAsync(Guid jobUid, bool orphanPods, CancellationToken cancellationToken = default)
        {
            foreach ((PodId id, Pod pod) in pods.Where(pod => pod.Key.JobUid == jobUid))
            {
                DropOnceEnded(id, pod);
                if (!orphanPods)
                {
                    pod.Stop(null);
                }
            }

            return ValueTask.CompletedTask;
        }

        public ValueTask<IReadOnlyList<PodReport>> ListAsync(CancellationToken cancellationToken = default) =>
            new([.. pods.Where(pod => !pod.Value.IsReleased).Select(pod => new PodReport(pod.Key, pod.Value.Status))]);

        public async ValueTask DisposeAsync()
        {
            lock (pods)
            {
                closed = true;
            }

            foreach (Pod pod in pods.Values)
            {
                pod.Stop(TimeSpan.Zero);
            }

            foreach (Pod pod in pods.Values)
            {
                await pod.Ended;
                pod.Dispose();
            }
        }

        private void DropOnceEnded(PodId id, Pod pod)
        {
            pod.IsReleased = true;
            _ = pod.Ended.ContinueWith(
                _ =>
                {
                    pods.TryRemove(id, out Pod? _);
                    pod.Dispose();
                },
                TaskScheduler.Default);
        }

        /// <summary>A pod: whatever happens to it happens under its lock, so that its reports come in order.</summary>
        private sealed class Pod(PodStartRequest request, IPodObserver observer, TimeProvider clock) : IDisposable
        {
            private readonly Lock gate = new();
            private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
            private readonly Container container = request.Spec.Containers![0];
            private Process? process;
            private ITimer? force;
            private DateTimeOffset startedAt;

            public PodStatus Status { get; private set; } = new() { Phase = PodPhase.Pending };

            /// <summary>No longer listed.</summary>
            public bool IsReleased { get; set; }

            public Task Ended => ended.Task;

            public void Begin()
            {
                lock (gate)
                {
                    startedAt = clock.GetUtcNow();
                    var start = new ProcessStartInfo(container.Command![0], [.. container.Command.Skip(1), .. container.Args ?? []]);
                    foreach (EnvVar variable in container.Env ?? [])
                    {
                        start.Environment[variable.Name!] = variable.Value;
                    }

                    process = new Process { StartInfo = start, EnableRaisingEvents = true };
                    process.Exited += (_, _) => End(process.ExitCode, process.ExitCode == 0 ? "Completed" : "Error", null);
                    try
                    {
                        // A process that ends at once waits for this lock before it is reported.
                        process.Start();
                        Report(Status with { Phase = PodPhase.Running, StartTime = startedAt }, new ContainerStatus { Name = container.Name!, Running = new(startedAt), Ready = true });
                        return;
                    }
                    catch (System.ComponentModel.Win32Exception error)
                    {
                        End(128, "StartError", error.Message);
                    }
                }
            }

            public void Stop(TimeSpan? gracePeriod)
            {
                lock (gate)
                {
                    TimeSpan grace = gracePeriod ?? TimeSpan.FromSeconds(request.Spec.TerminationGracePeriodSeconds ?? 30);
                    DateTimeOffset until = clock.GetUtcNow() + grace;
                    if (Status.Phase != PodPhase.Running || until > Status.DeletionTimestamp)
                    {
                        return;
                    }

                    Report(Status with { DeletionTimestamp = until, DeletionGracePeriodSeconds = (long)grace.TotalSeconds }, Status.ContainerStatuses[0]);
                    force?.Dispose();
                    force = clock.CreateTimer(_ => Force(), null, grace, Timeout.InfiniteTimeSpan);
                    if (grace > TimeSpan.Zero)
                    {
                        // .NET 10 can only kill; the request to end is left to a program that can ask.
                        Process.Start("kill", ["-TERM", $"{process!.Id}"]).Dispose();
                    }
                }
            }

            private void Force()
            {
                lock (gate)
                {
                    if (Status.Phase == PodPhase.Running)
                    {
                        process!.Kill(entireProcessTree: true);
                    }
                }
            }

            private void End(int exitCode, string reason, string? message)
            {
                lock (gate)
                {
                    force?.Dispose();
                    var termination = new ContainerTermination(exitCode, clock.GetUtcNow(), reason, message, StartedAt: startedAt);
                    Report(
                        Status with { Phase = exitCode == 0 ? PodPhase.Succeeded : PodPhase.Failed, StartTime = startedAt },
                        new ContainerStatus { Name = container.Name!, Terminated = termination });
                }

                ended.SetResult();
            }

            public void Dispose()
            {
                lock (gate)
                {
                    force?.Dispose();
                    process?.Dispose();
                }
            }

            private void Report(PodStatus status, ContainerStatus main)
            {
                Status = status with { ContainerStatuses = [main] };
                observer.OnReport(new PodReport(request.Id, Status));
            }
        }
    }
    #endregion

    public class Running
    {
        [Fact]
        public async Task Its_pods_are_those_of_a_Job()
        {
            #region executor-run
            await using var engine = new JobEngine(new ProgramExecutor(TimeProvider.System));
            JobReport report = await engine.RunToCompletionAsync(JobBuilder.Indexed("sleepers", completions: 4).Parallelism(2).Image("none").Command("sleep", "0.1"));
            Assert.Equal([0, 1, 2, 3], report.SucceededIndexes);
            #endregion
        }
    }

    #region executor-tests
    public sealed class ProgramExecutorTests : PodExecutorContract
    {
        private readonly string marks = Directory.CreateTempSubdirectory("program-executor-").FullName;

        protected override IPodExecutor CreateExecutor() => new ProgramExecutor(new FastTimeProvider(20));

        // Each pod leaves a file named by its process id; it lives as long as there is such a process.
        protected override ValueTask<int> CountLivingAsync() => new(Directory.EnumerateFiles(marks).Count(mark => Directory.Exists($"/proc/{Path.GetFileName(mark)}")));

        protected override PodSpec Exits(int exitCode, TimeSpan after) => Shell($"sleep {after.TotalSeconds}; exit {exitCode}");

        protected override PodSpec RunsUntilStopped() => Shell("exec sleep 100000");

        protected override PodSpec IgnoresStop() => Shell("while :; do sleep 1; done", before: "trap '' TERM; ");

        protected override PodSpec CanNotRun() => new() { Containers = [new Container { Name = "main", Command = ["/no/such/program"] }] };

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            Directory.Delete(marks, recursive: true);
        }

        private PodSpec Shell(string script, string before = "") => new()
        {
            Containers = [new Container { Name = "main", Command = ["/bin/sh", "-c", $"{before}: > {marks}/$$; {script}"] }],
        };
    }
    #endregion
}

using BatchJobs.Client;
using BatchJobs.Primitives;
using BatchJobs.Processes;
using BatchJobs.Specs;
using BatchJobs.Sqlite;

namespace BatchJobs.TestPrograms;

/// <summary>Is an application with an engine, a store and an executor, so that a test can kill it again and again while it has a lot to do.</summary>
internal static class BatchHost
{
    /// <summary>What a pod does, by the last digit of its index; $0 is the ledger. 3 and 7 always fail.</summary>
    private const string Script = """
        echo "start $JOB $JOB_COMPLETION_INDEX" >> $0
        case $JOB_COMPLETION_INDEX in
        *0) (setsid sleep 1000 0<&- 1<&- 2<&- 236<&- 237<&- 238<&- 239<&- &) ;;
        *1) sleep 0.1 ;;
        *2) sleep 1000 & ;;
        *3) exit 3 ;;
        *4) seq 2000 ;;
        *5) trap '' TERM; sleep 0.05 ;;
        *6) exec 1<&- 2<&- ;;
        *7) kill -9 $$$$ ;;
        esac
        echo "end $JOB $JOB_COMPLETION_INDEX" >> $0
        """;

    /// <summary>Makes the Jobs if there are none yet, waits for all of them, and says how they ended.</summary>
    internal static async Task<int> RunAsync(string folder, bool adopt, int jobs, int completions)
    {
        var executor = new ProcessPodExecutor(new ProcessExecutorOptions
        {
            StateDirectory = Path.Combine(folder, "state"),
            Survivors = adopt ? SurvivorPolicy.Adopt : SurvivorPolicy.Kill,
            DrainTimeout = TimeSpan.FromMilliseconds(200),
        });
        await using var engine = await JobEngine.OpenAsync(executor, new JobEngineOptions { Store = new SqliteJobStore(Path.Combine(folder, "jobs.db")) });
        var keys = Enumerable.Range(0, jobs).Select(i => new JobKey($"job{i}")).ToArray();
        foreach (var key in keys)
        {
            try
            {
                await engine.GetAsync(key);
            }
            catch (JobNotFoundException)
            {
                await engine.CreateAsync(Job(key.Name, completions, Path.Combine(folder, "ledger")));
            }
        }

        Console.WriteLine("working");
        foreach (var key in keys)
        {
            var status = (await engine.WaitAsync(key)).Status!;
            Console.WriteLine($"{key.Name} succeeded={status.Succeeded} failed={status.Failed} active={status.Active} indexes={status.CompletedIndexes} not={status.FailedIndexes}");
        }

        Console.WriteLine("done");
        return 0;
    }

    private static Job Job(string name, int completions, string ledger) => new()
    {
        Metadata = new ObjectMeta { Name = name },
        Spec = new JobSpec
        {
            CompletionMode = CompletionMode.Indexed,
            Completions = completions,
            Parallelism = 5,
            BackoffLimitPerIndex = 0,
            PodFailurePolicy = new PodFailurePolicy
            {
                Rules = [new PodFailurePolicyRule { Action = PodFailureAction.Ignore, OnPodConditions = [new PodFailurePolicyOnPodConditionsPattern { Type = "DisruptionTarget", Status = ConditionStatus.True }] }],
            },
            Template = new PodTemplateSpec
            {
                Spec = new PodSpec
                {
                    RestartPolicy = RestartPolicy.Never,
                    Containers =
                    [
                        new Container
                        {
                            Name = "main",
                            Image = "none",
                            Command = ["/bin/bash", "-c", Script, ledger],
                            Env = [new EnvVar { Name = "JOB", Value = name }],
                        },
                    ],
                },
            },
        },
    };
}

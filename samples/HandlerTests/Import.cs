using System.Globalization;
using BatchJobs.Building;
using BatchJobs.InProcess;
using BatchJobs.Specs;

namespace HandlerTests;

/// <summary>A handler as an application would have it: reads a number, fails for good on nonsense, and for now on a source that is slow or gone.</summary>
internal sealed class Import(Func<int, CancellationToken, Task<string>> read, TimeProvider clock) : IPodHandler
{
    public const int BadInput = 65;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>The import, every night at two.</summary>
    public static CronJob EveryNight => new()
    {
        Metadata = new ObjectMeta { Name = "import" },
        Spec = new CronJobSpec
        {
            Schedule = "0 2 * * *",
            JobTemplate = new JobTemplateSpec { Spec = JobBuilder.NonIndexed("import").Image("import").Build().Spec },
        },
    };

    public async ValueTask<int> RunAsync(PodContext pod)
    {
        string line = await read(pod.Index, pod.CancellationToken).WaitAsync(Patience, clock, pod.CancellationToken);
        if (!int.TryParse(line, CultureInfo.InvariantCulture, out int value))
        {
            pod.TerminationMessage = $"line {pod.Index} is not a number";
            return BadInput;
        }

        pod.SetResult(value);
        return 0;
    }
}

using System.Globalization;
using BatchJobs.InProcess;

namespace HandlerTests;

/// <summary>A handler as an application would have it: reads a number, fails for good on nonsense and for now on a lost connection.</summary>
internal sealed class Import(Func<int, string> read) : IPodHandler
{
    public const int BadInput = 65;

    public ValueTask<int> RunAsync(PodContext pod)
    {
        if (!int.TryParse(read(pod.Index), CultureInfo.InvariantCulture, out int value))
        {
            pod.TerminationMessage = $"line {pod.Index} is not a number";
            return new ValueTask<int>(BadInput);
        }

        pod.SetResult(value);
        return new ValueTask<int>(0);
    }
}

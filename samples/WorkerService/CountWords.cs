using BatchJobs.InProcess;
using Microsoft.Extensions.Logging;

namespace WorkerService;

/// <summary>What a pod does: counts the words of the text its index stands for.</summary>
internal sealed class CountWords(TextStore texts) : IPodHandler
{
    public async ValueTask<int> RunAsync(PodContext pod)
    {
        string text = await texts.ReadAsync(pod.Index, pod.CancellationToken);

        // The first attempt of every other text fails, to show a retry.
        if (pod is { Attempt: 1, Index: var index } && index % 2 == 1)
        {
            throw new IOException($"text {index} is not there yet");
        }

        int words = text.Split(' ').Length;
        pod.Logger.LogInformation("text {Text} has {Words} words", pod.Index, words);
        pod.SetResult(words);
        return 0;
    }
}

namespace WorkerService;

/// <summary>Where the texts are; an application would have a database here.</summary>
internal sealed class TextStore
{
    private readonly string[] texts =
    [
        "A Job creates one or more Pods and will continue to retry execution of the Pods",
        "until a specified number of them successfully terminate",
        "As pods successfully complete the Job tracks the successful completions",
        "When a specified number of successful completions is reached the task is complete",
    ];

    public int Count => texts.Length;

    public Task<string> ReadAsync(int number, CancellationToken cancellationToken) => Task.FromResult(texts[number]);
}

namespace BatchJobs.Testing.Scenarios;

/// <summary>A scenario is not written as it has to be.</summary>
/// <param name="path">Where, such as <c>pods[1].then.runFor</c>.</param>
/// <param name="problem">What is wrong, in a sentence.</param>
/// <param name="innerException">What went wrong underneath.</param>
public sealed class ScenarioFormatException(string path, string problem, Exception? innerException = null)
    : Exception(path.Length == 0 ? problem : $"{path}: {problem}", innerException)
{
    /// <summary>Where, such as <c>pods[1].then.runFor</c>.</summary>
    public string Path { get; } = path;

    /// <summary>What is wrong, in a sentence.</summary>
    public string Problem { get; } = problem;
}

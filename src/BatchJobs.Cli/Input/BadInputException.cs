namespace BatchJobs.Cli.Input;

/// <summary>What the user gave can't be used.</summary>
/// <param name="problems">What is wrong and what to do about it, a line each.</param>
internal sealed class BadInputException(IReadOnlyList<string> problems) : Exception(string.Join('\n', problems))
{
    public BadInputException(string problem)
        : this([problem])
    {
    }

    /// <summary>What is wrong and what to do about it, a line each.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}

using System.CommandLine;
using BatchJobs.Cli.Connecting;
using BatchJobs.Cli.Input;

namespace BatchJobs.Cli.Commands;

/// <summary>The option that says which store, <c>--store</c>, with an environment variable for those who always mean the same.</summary>
/// <param name="description">What the store is for.</param>
internal sealed class StoreOption(string description)
{
    public const string Variable = "BATCHJOBS_STORE";

    public StoreOption()
        : this($"The file that keeps the Jobs; without it the environment variable {Variable} says which.")
    {
    }

    public Option<string?> Option { get; } = new("--store")
    {
        Description = description,
        HelpName = "FILE",
    };

    public StoreFile? Find(ParseResult result)
    {
        string? path = result.GetValue(Option) ?? Environment.GetEnvironmentVariable(Variable);
        return string.IsNullOrWhiteSpace(path) ? null : new StoreFile(path);
    }

    /// <exception cref="BadInputException">Nobody has said.</exception>
    public StoreFile Get(ParseResult result) =>
        Find(result) ?? throw new BadInputException($"which store? Give --store FILE, or set {Variable}; batchjobs serve --store FILE begins a new one");
}

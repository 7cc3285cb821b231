using System.Globalization;

namespace BatchJobs.Benchmarks.Measuring;

/// <summary>How much is measured.</summary>
/// <param name="Short">Few items and one round, to see that everything works.</param>
/// <param name="Rounds">How often each contender gets its turn.</param>
/// <param name="Only">The workloads to run; empty for all.</param>
/// <param name="Against">The contenders to run beside ours; empty for all.</param>
/// <param name="Output">Where the report goes; null for standard output.</param>
/// <param name="Allocations">Whether to tell which types ours allocates.</param>
internal sealed record ComparisonOptions(bool Short, int Rounds, IReadOnlyList<string> Only, IReadOnlyList<string> Against, string? Output, bool Allocations = false)
{
    /// <summary><c>--report [FILE]</c>, <c>--short</c>, <c>--only W1,W3</c>, <c>--against Channels,Akka</c>, <c>--rounds N</c>, <c>--allocations</c>.</summary>
    public static ComparisonOptions Parse(string[] args)
    {
        bool quick = args.Contains("--short");
        return new ComparisonOptions(
            quick,
            ValueOf("--rounds") is { } rounds ? int.Parse(rounds, CultureInfo.InvariantCulture) : quick ? 1 : 5,
            ValueOf("--only")?.Split(',') ?? [],
            ValueOf("--against")?.Split(',') ?? [],
            ValueOf("--report"),
            args.Contains("--allocations"));

        string? ValueOf(string name)
        {
            int at = Array.IndexOf(args, name);
            return at >= 0 && at + 1 < args.Length && !args[at + 1].StartsWith("--", StringComparison.Ordinal) ? args[at + 1] : null;
        }
    }
}

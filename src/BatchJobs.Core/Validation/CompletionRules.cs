using System.Globalization;
using BatchJobs.Specs;

namespace BatchJobs.Validation;

/// <summary>Completion mode, completions, parallelism and the limits per index, taken together.</summary>
internal static class CompletionRules
{
    private const int MaxParallelism = 100_000;
    private const int MaxFailedIndexes = 100_000;
    private const int HighCompletions = 100_000;
    private const int LimitWithHighCompletions = 10_000;

    public static void Check(string field, JobSpec spec, FieldErrors errors)
    {
        CompletionMode mode = spec.CompletionMode ?? CompletionMode.NonIndexed;
        if (mode == CompletionMode.Indexed)
        {
            CheckIndexed(field, spec, errors);
        }
        else if (mode == CompletionMode.NonIndexed)
        {
            if (spec.BackoffLimitPerIndex is { } perIndex)
            {
                errors.Invalid($"{field}.backoffLimitPerIndex", perIndex, "requires indexed completion mode");
            }

            if (spec.MaxFailedIndexes is { } maxFailed)
            {
                errors.Invalid($"{field}.maxFailedIndexes", maxFailed, "requires indexed completion mode");
            }
        }
        else
        {
            errors.NotSupported($"{field}.completionMode", mode.Value, "NonIndexed", "Indexed");
        }
    }

    private static void CheckIndexed(string field, JobSpec spec, FieldErrors errors)
    {
        if (spec.Completions is null)
        {
            errors.Required($"{field}.completions", "when completion mode is Indexed");
        }

        CheckAtMost($"{field}.parallelism", spec.Parallelism, MaxParallelism, " when completion mode is Indexed", errors);
        if (spec.MaxFailedIndexes > spec.Completions)
        {
            errors.Invalid($"{field}.maxFailedIndexes", spec.MaxFailedIndexes, "must be less than or equal to completions");
        }

        CheckAtMost($"{field}.maxFailedIndexes", spec.MaxFailedIndexes, MaxFailedIndexes, "", errors);
        if (spec.Completions > HighCompletions && spec.BackoffLimitPerIndex is not null)
        {
            if (spec.MaxFailedIndexes is null)
            {
                errors.Required($"{field}.maxFailedIndexes", string.Create(CultureInfo.InvariantCulture, $"must be specified when completions is above {HighCompletions}"));
            }

            string when = string.Create(CultureInfo.InvariantCulture, $" when completions are above {HighCompletions} and used with backoff limit per index");
            CheckAtMost($"{field}.parallelism", spec.Parallelism, LimitWithHighCompletions, when, errors);
            CheckAtMost($"{field}.maxFailedIndexes", spec.MaxFailedIndexes, LimitWithHighCompletions, when, errors);
        }
    }

    private static void CheckAtMost(string field, int? value, int most, string when, FieldErrors errors)
    {
        if (value > most)
        {
            errors.Invalid(field, value, string.Create(CultureInfo.InvariantCulture, $"must be less than or equal to {most}{when}"));
        }
    }
}

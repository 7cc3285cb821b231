using System.Globalization;
using BatchJobs.Specs;

namespace BatchJobs.Validation;

/// <summary>What the index lists of a status must be like.</summary>
internal static class StatusIndexRules
{
    public static void Check(JobSpec spec, JobStatus status, StatusChange change, FieldErrors errors)
    {
        string completed = status.CompletedIndexes ?? "";
        if (change.CompletedIndexes)
        {
            CheckFormat("completedIndexes", completed, spec.Completions, errors);
        }

        if (change.FailedIndexes && spec.BackoffLimitPerIndex is not null)
        {
            CheckFormat("failedIndexes", status.FailedIndexes, spec.Completions, errors);
        }

        if (completed.Length > 0 && spec.CompletionMode != CompletionMode.Indexed && change.CompletedIndexes)
        {
            errors.Invalid("status.completedIndexes", completed, "cannot set non-empty completedIndexes when non-indexed completion mode");
        }

        if (status.FailedIndexes is not null && spec.BackoffLimitPerIndex is null && change.FailedIndexes)
        {
            errors.Invalid("status.failedIndexes", status.FailedIndexes, "cannot set non-null failedIndexes when backoffLimitPerIndex is null");
        }

        if ((change.CompletedIndexes || change.FailedIndexes) && spec.Completions is { } completions
            && IndexListRules.FirstCommon(completed, status.FailedIndexes ?? "", completions) is { } index)
        {
            string detail = string.Create(CultureInfo.InvariantCulture, $"failedIndexes and completedIndexes overlap at index: {index}");
            errors.Invalid("status.failedIndexes", status.FailedIndexes, detail);
        }
    }

    private static void CheckFormat(string list, string? indexes, int? completions, FieldErrors errors)
    {
        if (indexes is not null && completions is { } limit && IndexListRules.Read(indexes, limit).Error is { } error)
        {
            errors.Invalid($"status.{list}", indexes, $"error parsing {list}: {error}");
        }
    }
}

using System.Globalization;
using BatchJobs.Specs;

namespace BatchJobs.Validation;

/// <summary>What a success policy must be like.</summary>
internal static class SuccessPolicyRules
{
    private const int MaxRules = 20;
    private const int MaxIndexTextBytes = 64 * 1024;

    public static void Check(string field, JobSpec spec, FieldErrors errors)
    {
        SuccessPolicy policy = spec.SuccessPolicy!;
        if (spec.CompletionMode != CompletionMode.Indexed)
        {
            errors.InvalidValue(field, Json(policy), "requires indexed completion mode");
            return;
        }

        IReadOnlyList<SuccessPolicyRule> rules = policy.Rules ?? [];
        if (rules.Count == 0)
        {
            errors.Required($"{field}.rules", "at least one rules must be specified when the successPolicy is specified");
        }

        if (rules.Count > MaxRules)
        {
            errors.TooMany($"{field}.rules", rules.Count, MaxRules);
        }

        for (int index = 0; index < rules.Count; index++)
        {
            CheckRule($"{field}.rules[{index}]", rules[index], spec.Completions, errors);
        }
    }

    /// <summary>The policy as the API server shows it.</summary>
    public static string Json(SuccessPolicy? policy) => policy is null
        ? "null"
        : $"{{\"Rules\":{GoText.Json(policy.Rules, rule => $"{{\"SucceededIndexes\":{GoText.Json(rule.SucceededIndexes)},\"SucceededCount\":{GoText.Json(rule.SucceededCount)}}}")}}}";

    /// <remarks>Without completions the API server crashes here; that they are missing is reported anyway.</remarks>
    private static void CheckRule(string field, SuccessPolicyRule rule, int? completions, FieldErrors errors)
    {
        if (rule is { SucceededIndexes: null, SucceededCount: null })
        {
            errors.Required(field, "at least one of succeededCount or succeededIndexes must be specified");
        }

        int? listed = null;
        if (rule.SucceededIndexes is { } indexes && completions is { } limit)
        {
            if (NameRules.Length(indexes) > MaxIndexTextBytes)
            {
                errors.TooLong($"{field}.succeededIndexes", MaxIndexTextBytes);
            }

            (listed, string? error) = IndexListRules.Read(indexes, limit);
            if (error is not null)
            {
                errors.Invalid($"{field}.succeededIndexes", indexes, $"error parsing succeededIndexes: {error}");
            }
        }

        if (rule.SucceededCount is { } count)
        {
            errors.NotNegative($"{field}.succeededCount", count);
            CheckAtMost($"{field}.succeededCount", count, completions, "the number of specified completions", errors);
            CheckAtMost($"{field}.succeededCount", count, listed, "the number of indexes in the specified succeededIndexes field", errors);
        }
    }

    private static void CheckAtMost(string field, int count, int? most, string meaning, FieldErrors errors)
    {
        if (count > most)
        {
            errors.Invalid(field, count, string.Create(CultureInfo.InvariantCulture, $"must be less than or equal to {most} ({meaning})"));
        }
    }
}

using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace BatchJobs.Analyzers.Specs;

/// <summary>The rules of Jobs that constants alone can break, in the words of the validation, against which they are tested.</summary>
internal static class SpecRules
{
    private const long Most = 100_000;

    public static readonly string[] NotNegative =
        ["parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "ttlSecondsAfterFinished", "backoffLimitPerIndex", "maxFailedIndexes"];

    public static IEnumerable<Finding> Check(SpecFacts spec, string prefix = "spec")
    {
        foreach (string field in NotNegative)
        {
            if (spec.Number(field) < 0)
            {
                yield return new Finding($"{prefix}.{field}", "must be greater than or equal to 0", spec.PlaceOf(field));
            }
        }

        if (spec.IsSaid("maxFailedIndexes") && spec.IsLeftOut("backoffLimitPerIndex"))
        {
            yield return new Finding($"{prefix}.backoffLimitPerIndex", "Required value: when maxFailedIndexes is specified", spec.PlaceOf("maxFailedIndexes"));
        }

        string? mode = spec.IsLeftOut("completionMode") ? "NonIndexed" : spec.Text("completionMode");
        foreach (Finding finding in mode == "Indexed" ? CheckIndexed(spec, prefix) : mode == "NonIndexed" ? CheckNonIndexed(spec, prefix) : [])
        {
            yield return finding;
        }

        foreach (Finding finding in CheckRestartPolicy(spec, prefix))
        {
            yield return finding;
        }
    }

    private static IEnumerable<Finding> CheckNonIndexed(SpecFacts spec, string prefix)
    {
        foreach (string field in new[] { "backoffLimitPerIndex", "maxFailedIndexes", "successPolicy" })
        {
            if (spec.IsSaid(field))
            {
                yield return new Finding($"{prefix}.{field}", "requires indexed completion mode", spec.PlaceOf(field));
            }
        }
    }

    private static IEnumerable<Finding> CheckIndexed(SpecFacts spec, string prefix)
    {
        // With neither of the two, both are 1.
        if (spec.IsLeftOut("completions") && spec.IsSaid("parallelism"))
        {
            yield return new Finding($"{prefix}.completions", "Required value: when completion mode is Indexed", spec.Place);
        }

        if (spec.Number("parallelism") > Most)
        {
            yield return new Finding($"{prefix}.parallelism", "must be less than or equal to 100000 when completion mode is Indexed", spec.PlaceOf("parallelism"));
        }

        if (spec.Number("maxFailedIndexes") > spec.Number("completions"))
        {
            yield return new Finding($"{prefix}.maxFailedIndexes", "must be less than or equal to completions", spec.PlaceOf("maxFailedIndexes"));
        }
    }

    private static IEnumerable<Finding> CheckRestartPolicy(SpecFacts spec, string prefix)
    {
        string field = $"{prefix}.template.spec.restartPolicy";
        if (spec.Text("restartPolicy") == "Always" || (spec.IsSaid("template") && spec.IsLeftOut("restartPolicy")))
        {
            yield return new Finding(field, "Required value: valid values: \"OnFailure\", \"Never\"", spec.PlaceOf(spec.IsSaid("restartPolicy") ? "restartPolicy" : "template"));
        }
        else if (spec.Text("restartPolicy") == "OnFailure" && spec.IsSaid("podFailurePolicy"))
        {
            yield return new Finding(field, "only \"Never\" is supported when podFailurePolicy is specified", spec.PlaceOf("restartPolicy"));
        }
    }
}

/// <summary>Something the validation would say.</summary>
internal readonly record struct Finding(string Field, string Detail, Location Place)
{
    public Diagnostic AsDiagnostic() => Diagnostic.Create(Rules.RefusedJob, Place, Field, Detail);
}

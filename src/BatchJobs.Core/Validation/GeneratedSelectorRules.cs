using BatchJobs.Specs;

namespace BatchJobs.Validation;

/// <summary>A selector that the user did not take charge of must be the generated one, and the template must carry the generated labels.</summary>
internal static class GeneratedSelectorRules
{
    /// <param name="job">The Job.</param>
    /// <param name="prefixedLabels">Whether the labels with a prefix are asked for; Jobs of old servers do not have them.</param>
    /// <param name="errors">Where complaints go.</param>
    public static void Check(Job job, bool prefixedLabels, FieldErrors errors)
    {
        if (job.Spec.ManualSelector == true || job.Spec.Selector is null)
        {
            return;
        }

        string uid = job.Metadata.Uid ?? "";
        string name = job.Metadata.Name ?? "";
        if (uid.Length == 0)
        {
            errors.Required("metadata.uid");
        }

        var expected = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [JobLabels.LegacyControllerUid] = uid,
            [JobLabels.LegacyJobName] = name,
        };
        if (prefixedLabels)
        {
            expected[JobLabels.ControllerUid] = uid;
            expected[JobLabels.JobName] = name;
        }

        foreach ((string key, string value) in expected)
        {
            CheckLabel(job.Spec.Template.Metadata?.Labels, key, value, errors);
        }

        if (LabelSelectorRules.Selects(job.Spec.Selector, expected) == false)
        {
            errors.InvalidValue("spec.selector", LabelSelectorRules.Json(job.Spec.Selector), "`selector` not auto-generated");
        }
    }

    private static void CheckLabel(IReadOnlyDictionary<string, string>? labels, string key, string expected, FieldErrors errors)
    {
        string field = $"spec.template.metadata.labels[{key}]";
        string? actual = labels?.GetValueOrDefault(key);
        if (actual is null)
        {
            errors.Required(field, $"must be '{expected}'");
        }
        else if (actual != expected)
        {
            errors.InvalidValue(field, GoText.Json(labels), $"must be '{expected}'");
        }
    }
}

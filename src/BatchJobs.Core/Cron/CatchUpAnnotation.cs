using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using BatchJobs.Specs;
using BatchJobs.Validation;

namespace BatchJobs.Cron;

/// <summary>What the metadata of a CronJob say of missed runs.</summary>
internal static class CatchUpAnnotation
{
    public const int Max = 1000;

    /// <summary>Reads the annotation; null when there is none.</summary>
    /// <exception cref="InvalidObjectException">It can't be read.</exception>
    public static int? Read(CronJob cronJob) =>
        !TryFind(cronJob.Metadata, out string? text) ? null
        : TryParse(text, out int runs) ? runs
        : throw Admission.Refusal("CronJob", cronJob.Metadata.Name, errors => Check(cronJob.Metadata, errors));

    /// <summary>Tells of an annotation that can't be read.</summary>
    public static void Check(ObjectMeta metadata, FieldErrors errors)
    {
        if (TryFind(metadata, out string? text) && !TryParse(text, out _))
        {
            errors.Invalid(
                $"metadata.annotations[{CronJob.CatchUpAnnotation}]",
                text,
                string.Create(CultureInfo.InvariantCulture, $"must be the number of missed runs to make up for, from 1 to {Max}"));
        }
    }

    private static bool TryFind(ObjectMeta metadata, [NotNullWhen(true)] out string? text)
    {
        text = null;
        return metadata.Annotations?.TryGetValue(CronJob.CatchUpAnnotation, out text) == true;
    }

    private static bool TryParse(string text, out int runs) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out runs) && runs is >= 1 and <= Max;
}

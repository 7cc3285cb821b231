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
    public static int? Read(CronJob cronJob)
    {
        if (cronJob.Metadata.Annotations?.TryGetValue(CronJob.CatchUpAnnotation, out string? text) != true)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int runs) && runs is >= 1 and <= Max
            ? runs
            : throw Admission.Refusal("CronJob", cronJob.Metadata.Name, errors => errors.Invalid(
                $"metadata.annotations[{CronJob.CatchUpAnnotation}]",
                text,
                string.Create(CultureInfo.InvariantCulture, $"must be the number of missed runs to make up for, from 1 to {Max}")));
    }
}

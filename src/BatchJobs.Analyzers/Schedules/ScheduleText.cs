using System;
using BatchJobs.Cron;

namespace BatchJobs.Analyzers.Schedules;

/// <summary>What is wrong with a schedule, as far as its text alone tells; zones and intervals are left to the engine.</summary>
internal static class ScheduleText
{
    private static readonly string[] words = ["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"];

    private static readonly CronFieldKind[] kinds = [CronFieldKind.Minute, CronFieldKind.Hour, CronFieldKind.DayOfMonth, CronFieldKind.Month, CronFieldKind.DayOfWeek];

    public static string? Problem(string schedule)
    {
        if (schedule.Length == 0)
        {
            return "empty spec string";
        }

        if (schedule.Contains("TZ") || schedule.StartsWith("@every ", StringComparison.Ordinal))
        {
            return null;
        }

        if (schedule[0] == '@')
        {
            return Array.IndexOf(words, schedule) < 0 ? $"unrecognized descriptor: {schedule}" : null;
        }

        string[] parts = schedule.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != kinds.Length)
        {
            return $"expected exactly 5 fields, found {parts.Length}: [{string.Join(" ", parts)}]";
        }

        for (int position = 0; position < kinds.Length; position++)
        {
            if (!CronFieldParser.TryParse(parts[position], kinds[position], out _, out string? error))
            {
                return error;
            }
        }

        return null;
    }
}

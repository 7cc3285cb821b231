namespace BatchJobs.Cron;

/// <summary>One of the five fields of a schedule: its bounds and the names of its values.</summary>
internal sealed class CronFieldKind
{
    private readonly string[] names;

    private CronFieldKind(int minimum, int maximum, params string[] names)
    {
        Minimum = minimum;
        Maximum = maximum;
        this.names = names;
    }

    public static CronFieldKind Minute { get; } = new(0, 59);

    public static CronFieldKind Hour { get; } = new(0, 23);

    public static CronFieldKind DayOfMonth { get; } = new(1, 31);

    public static CronFieldKind Month { get; } =
        new(1, 12, "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    public static CronFieldKind DayOfWeek { get; } = new(0, 6, "sun", "mon", "tue", "wed", "thu", "fri", "sat");

    public int Minimum { get; }

    public int Maximum { get; }

    /// <summary>The value a name stands for, or null.</summary>
    public int? ValueOf(string name)
    {
        int position = Array.FindIndex(names, known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
        return position < 0 ? null : Minimum + position;
    }
}

namespace BatchJobs.Cli.Reporting;

/// <summary>Keeps a pod from moving the cursor of a terminal it does not own.</summary>
internal static class PlainText
{
    public static string WithoutControls(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(character => character == '\t' ? ' ' : character).Where(character => !char.IsControl(character))) : text;
}

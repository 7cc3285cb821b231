namespace BatchJobs.Cli.Commands;

/// <summary>For whom a command writes.</summary>
internal enum OutputFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>For programs: one JSON object a line.</summary>
    Json,
}

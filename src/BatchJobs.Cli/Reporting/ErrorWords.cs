using BatchJobs.Client;

namespace BatchJobs.Cli.Reporting;

/// <summary>What an error says on the command line: that a name is taken without what only a program could do about it.</summary>
internal static class ErrorWords
{
    public static string Words(this Exception error) => error is JobAlreadyExistsException taken ? $"{taken.Resource}.batch \"{taken.Key.Name}\" already exists" : error.Message;
}

using BatchJobs.Client;

namespace BatchJobs.Cli.Reporting;

/// <summary>The name of a new object is taken: said without what only a program could do about it.</summary>
internal static class TakenName
{
    public static string Words(this JobAlreadyExistsException taken) => $"{taken.Resource}.batch \"{taken.Key.Name}\" already exists";
}

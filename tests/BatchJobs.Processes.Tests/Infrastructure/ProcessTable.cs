using System.Globalization;

namespace BatchJobs.Processes.Tests.Infrastructure;

/// <summary>Reads /proc. A zombie counts as dead: who collects it is none of the executor's business unless it is the parent.</summary>
internal static class ProcessTable
{
    internal static int GroupOf(int process) => Read(process)?.Group ?? throw new InvalidOperationException($"no process {process}");

    internal static IReadOnlyList<int> LivingMembersOf(int group) =>
        [.. All().Where(process => process.Group == group && process.State != 'Z').Select(process => process.Id)];

    internal static IReadOnlyList<int> ZombiesOf(int parent) =>
        [.. All().Where(process => process.Parent == parent && process.State == 'Z').Select(process => process.Id)];

    internal static bool IsAlive(int process) => Read(process) is { State: not 'Z' };

    /// <summary>Ends when a process that was killed is dead: it lets go of its descriptors a moment before.</summary>
    internal static Task DeadAsync(int process) => UntilAsync(() => !IsAlive(process));

    /// <summary>Ends when no process of a group that was killed is left.</summary>
    internal static Task GoneAsync(int group) => UntilAsync(() => LivingMembersOf(group).Count == 0);

    /// <summary>The living processes that some container of a Job started, by what they carry in their environment.</summary>
    internal static IReadOnlyList<int> LivingMembersOf(Guid jobUid) => CarriersOf($"/{jobUid:N}/");

    /// <summary>The living processes that have a text in their environment.</summary>
    internal static IReadOnlyList<int> CarriersOf(string text) =>
        [.. All().Where(process => process.State != 'Z' && Environ(process.Id).Contains(text, StringComparison.Ordinal)).Select(process => process.Id)];

    /// <summary>Ends when no process of a Job is left.</summary>
    internal static Task GoneAsync(Guid jobUid) => UntilAsync(() => LivingMembersOf(jobUid).Count == 0);

    /// <summary>A file of each thread of this process; threads may end at any time.</summary>
    internal static IReadOnlyList<string> OfThreads(string file) =>
        [.. Directory.EnumerateDirectories("/proc/self/task").Select(folder => Text($"{folder}/{file}")).Where(text => text.Length > 0)];

    private static string Environ(int process) => Text($"/proc/{process}/environ");

    private static string Text(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>Ends when a condition holds that nobody tells of: the death of somebody else's child, a file of another process.</summary>
    internal static async Task UntilAsync(Func<bool> condition)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        using var giveUp = new CancellationTokenSource(Patience.Time);
        while (!condition()) await timer.WaitForNextTickAsync(giveUp.Token);
    }

    private static IEnumerable<Entry> All() =>
        Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? Read(id) : null)
            .OfType<Entry>();

    private static Entry? Read(int process)
    {
        try
        {
            // The name in parentheses may hold anything; the fields follow its last parenthesis.
            var text = File.ReadAllText($"/proc/{process}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return new Entry(process, fields[0][0], Number(fields[1]), Number(fields[2]));
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private sealed record Entry(int Id, char State, int Parent, int Group);
}

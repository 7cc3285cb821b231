namespace BatchJobs.TestPrograms;

/// <summary>Tells of the terminal a program has.</summary>
internal static class Terminal
{
    internal static int Tell()
    {
        var session = File.ReadAllText("/proc/self/stat").Split(") ")[^1].Split(' ')[3];
        Console.WriteLine($"process {Environment.ProcessId} of session {session}");
        try
        {
            File.OpenHandle("/dev/tty").Dispose();
            Console.WriteLine("a terminal");
        }
        catch (IOException)
        {
            Console.WriteLine("no terminal");
        }

        return 0;
    }
}

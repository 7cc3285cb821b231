using System.Diagnostics;

namespace BatchJobs.TestPrograms;

/// <summary>Starts other instances of this program, which write to the same output.</summary>
internal static class Descendants
{
    /// <summary>Ends and leaves a child behind in its group.</summary>
    internal static int Leave(string program)
    {
        Start(Environment.ProcessPath!, program);
        return 0;
    }

    /// <summary>Waits for a child in its group.</summary>
    internal static int Keep(string program)
    {
        using var child = Start(Environment.ProcessPath!, program);
        child.WaitForExit();
        return child.ExitCode;
    }

    /// <summary>Ends and leaves a child behind in a session of its own.</summary>
    internal static int Escape(string program)
    {
        using var child = Start("setsid", Environment.ProcessPath!, program);
        return 0;
    }

    private static Process Start(string file, params string[] arguments)
    {
        var start = new ProcessStartInfo(file) { RedirectStandardInput = true, UseShellExecute = false };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        var child = Process.Start(start)!;
        Console.WriteLine($"child {child.Id}");
        return child;
    }
}

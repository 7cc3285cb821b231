using System.Diagnostics;

namespace BatchJobs.Benchmarks.Measuring;

/// <summary>This program in another process: what was measured before, or beside it, leaves no traces there.</summary>
internal static class Again
{
    /// <summary>Starts it; the caller writes to its input and reads its output.</summary>
    public static Process Start(params ReadOnlySpan<string> arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(Again).Assembly.Location);
        }

        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }
}

using System.Runtime.CompilerServices;

namespace BatchJobs.Processes.Tests.Infrastructure;

/// <summary>A test that only the superuser can run.</summary>
internal sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line) => Require(this, Environment.IsPrivilegedProcess, "needs to be root");

    // What is never run proves nothing: there has to be one place where everything is.
    internal static void Require(FactAttribute test, bool has, string need)
    {
        if (!has && Environment.GetEnvironmentVariable("CI") != "true") test.Skip = need;
    }
}

/// <summary>A test that needs a cgroup hierarchy with the memory controller it can write.</summary>
internal sealed class CgroupFactAttribute : FactAttribute
{
    public CgroupFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line) => RootFactAttribute.Require(this, Cgroups.Available, "needs a writable cgroup with the memory controller");
}

/// <summary>A test that needs a cgroup hierarchy of version 2 it can write, with or without controllers.</summary>
internal sealed class UnifiedCgroupTheoryAttribute : TheoryAttribute
{
    public UnifiedCgroupTheoryAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line) => RootFactAttribute.Require(this, Cgroups.Unified is not null, "needs a writable cgroup of version 2");
}

/// <summary>A test that needs a program that opens a terminal.</summary>
internal sealed class TerminalFactAttribute : FactAttribute
{
    internal const string Script = "/usr/bin/script";

    public TerminalFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line) => RootFactAttribute.Require(this, File.Exists(Script), $"needs {Script} of util-linux");
}

/// <summary>The group the tests make theirs in.</summary>
internal static class Cgroups
{
    internal const string Parent = "/batchjobs-tests";

    internal static bool Available { get; } = Check();

    /// <summary>The hierarchy of version 2, if it can be written.</summary>
    internal static Limits.CgroupHierarchy? Unified { get; } = FindUnified();

    private static Limits.CgroupHierarchy? FindUnified()
    {
        try
        {
            var found = Limits.CgroupMounts.Read(File.ReadLines("/proc/self/mounts")).FirstOrDefault(hierarchy => hierarchy.Version == 2);
            if (found is not null) _ = Limits.CgroupTree.Open([found], Parent);
            return found;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool Check()
    {
        try
        {
            return Limits.CgroupTree.Open(Parent).LimitsMemory;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

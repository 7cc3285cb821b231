using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace BatchJobs.Analyzers;

/// <summary>What the analyzers can say.</summary>
internal static class Rules
{
    private static readonly string page = typeof(Rules).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RulesPage").Value!;

    public static readonly DiagnosticDescriptor IgnoredCancellation = new(
        "BJ0001",
        "A handler has to follow the cancellation of its pod",
        "When its pod is stopped, this handler goes on: {0}",
        "Reliability",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A body that goes on beyond its grace period is abandoned: it keeps its slot, and may run beside the attempt that takes its place.",
        Page("bj0001"));

    public static readonly DiagnosticDescriptor BlockingCall = new(
        "BJ0002",
        "A handler should not block its thread",
        "'{0}' blocks a thread that other pods wait for: {1}",
        "Performance",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Handlers share the thread pool. Those that have to block are registered with AddBlocking or AddBlockingHandler, which give each pod a thread of its own.",
        Page("bj0002"));

    public static readonly DiagnosticDescriptor RefusedJob = new(
        "BJ0003",
        "A Job has to be valid",
        "The Job would be refused: {0}: {1}",
        "Usage",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Jobs are validated as a Kubernetes API server does it when they are created. What is constant can be judged before.",
        Page("bj0003"));

    public static readonly DiagnosticDescriptor BadSchedule = new(
        "BJ0004",
        "A cron schedule has to be readable",
        "The schedule '{0}' can't be read: {1}",
        "Usage",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Schedules have five fields (minute, hour, day of month, month, day of week) or are one of the words that begin with @.",
        Page("bj0004"));

    public static readonly DiagnosticDescriptor UndisposedEngine = new(
        "BJ0005",
        "An engine has to be disposed",
        "Nothing disposes this engine: write 'await using', so that its pods are stopped and its store is closed",
        "Reliability",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "An engine that nobody closes leaves its pods running and its last states unsaved when the program ends.",
        Page("bj0005"));

    private static string Page(string section) => $"{page}#{section}";
}

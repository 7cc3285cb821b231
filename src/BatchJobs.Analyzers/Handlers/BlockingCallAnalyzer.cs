using System;
using System.Collections.Generic;
using System.Linq;
using BatchJobs.Analyzers.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace BatchJobs.Analyzers.Handlers;

/// <summary>BJ0002: a handler on the thread pool that blocks.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BlockingCallAnalyzer() : HandlerAnalyzer(Rules.BlockingCall)
{
    private const string Task = "System.Threading.Tasks.Task";
    private const string ValueTask = "System.Threading.Tasks.ValueTask";
    private const string AwaitIt = "await it";
    private const string AwaitCounterpart = "await what is asynchronous of it, or give the handler a thread of its own with AddBlocking or AddBlockingHandler";

    private static readonly Dictionary<string, string[]> calls = new(StringComparer.Ordinal)
    {
        ["Sleep"] = ["System.Threading.Thread"],
        ["Join"] = ["System.Threading.Thread"],
        ["Wait"] = [Task, "System.Threading.SemaphoreSlim", "System.Threading.ManualResetEventSlim", "System.Threading.CountdownEvent", "System.Threading.Monitor"],
        ["WaitAll"] = [Task, "System.Threading.WaitHandle"],
        ["WaitAny"] = [Task, "System.Threading.WaitHandle"],
        ["WaitOne"] = ["System.Threading.WaitHandle"],
        ["WaitForExit"] = ["System.Diagnostics.Process"],
        ["GetResult"] =
        [
            "System.Runtime.CompilerServices.TaskAwaiter", "System.Runtime.CompilerServices.ValueTaskAwaiter",
            "System.Runtime.CompilerServices.ConfiguredTaskAwaitable.ConfiguredTaskAwaiter",
            "System.Runtime.CompilerServices.ConfiguredValueTaskAwaitable.ConfiguredValueTaskAwaiter",
        ],
    };

    private protected override void Check(HandlerBody body, Action<Diagnostic> report)
    {
        if (!body.SharesThreads)
        {
            return;
        }

        foreach (IOperation operation in body.OwnThread)
        {
            if (operation is IInvocationOperation call && Blocks(call) && !IsOver(call.Receiver(), body))
            {
                bool isTask = call.TargetMethod.Name is "GetResult" || (call.TargetMethod.Name is "Wait" && call.TargetMethod.ContainingType.IsCalled(Task));
                string advice = call.TargetMethod.Name == "Sleep" ? $"await Task.Delay with {body.PodName}.CancellationToken" : isTask ? AwaitIt : AwaitCounterpart;
                report(Diagnostic.Create(Rules.BlockingCall, call.Syntax.GetLocation(), $"{call.TargetMethod.ContainingType.Name}.{call.TargetMethod.Name}", advice));
            }
            else if (operation is IPropertyReferenceOperation { Property: { Name: "Result", ContainingType: var type } } result
                && (type.IsCalled(Task) || type.IsCalled(ValueTask))
                && !IsOver(result.Instance?.Unconverted(), body))
            {
                report(Diagnostic.Create(Rules.BlockingCall, result.Syntax.GetLocation(), $"{type.Name}.Result", AwaitIt));
            }
        }
    }

    private static bool Blocks(IInvocationOperation call) =>
        calls.TryGetValue(call.TargetMethod.Name, out string[]? types)
        && types.Any(type => call.TargetMethod.ContainingType.IsCalled(type))
        && !call.Arguments.Any(argument => IsNoTime(argument.Value.Unconverted()));

    private static bool IsNoTime(IOperation time) =>
        time is { ConstantValue: { HasValue: true, Value: 0 } } or IFieldReferenceOperation { Field: { Name: "Zero", ContainingType.Name: "TimeSpan" } };

    /// <summary>Whether a task may have ended by then: only one that is made on the spot, or made into a local nobody awaits or asks, has not.</summary>
    private static bool IsOver(IOperation? receiver, HandlerBody body)
    {
        receiver = receiver is IInvocationOperation { TargetMethod.Name: "GetAwaiter" or "ConfigureAwait" } wrapper ? wrapper.Receiver() : receiver;
        receiver = receiver is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } configured ? configured.Receiver() : receiver;
        bool isTask = HandlerBody.IsAwaitable(receiver?.Type);
        return isTask && receiver switch
        {
            IInvocationOperation => false,
            ILocalReferenceOperation local => !IsMadeThere(local.Local, body) || body.Everything.OfType<ILocalReferenceOperation>().Any(other =>
                SymbolEqualityComparer.Default.Equals(other.Local, local.Local) && MayTellTheEnd(other)),
            _ => true,
        };
    }

    private static bool IsMadeThere(ILocalSymbol task, HandlerBody body) => body.Everything.OfType<IVariableDeclaratorOperation>().Any(declarator =>
        SymbolEqualityComparer.Default.Equals(declarator.Symbol, task) && declarator.GetVariableInitializer()?.Value.Unconverted() is IInvocationOperation);

    private static bool MayTellTheEnd(ILocalReferenceOperation local)
    {
        if (local.Parent is IMemberReferenceOperation member && member.Member.Name.StartsWith("IsCompleted", StringComparison.Ordinal))
        {
            return true;
        }

        for (IOperation? outer = local.Parent; outer is not null; outer = outer.Parent)
        {
            if (outer is IAwaitOperation)
            {
                return true;
            }
        }

        return false;
    }
}

using System;
using System.Linq;
using BatchJobs.Analyzers.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace BatchJobs.Analyzers.Handlers;

/// <summary>BJ0001: a handler that waits or loops and never looks at the token of its pod.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class IgnoredCancellationAnalyzer() : HandlerAnalyzer(Rules.IgnoredCancellation)
{
    private protected override void Check(HandlerBody body, Action<Diagnostic> report)
    {
        if (body.FollowsItsToken)
        {
            return;
        }

        // One word for each handler is enough: the first place where the token could be used.
        foreach (IOperation operation in body.Everything)
        {
            if (Advice(operation, body.PodName) is { } advice)
            {
                report(Diagnostic.Create(Rules.IgnoredCancellation, Place(operation), advice));
                return;
            }
        }
    }

    private static string? Advice(IOperation operation, string pod) => operation switch
    {
        IInvocationOperation call when TokenParameter.IsLeftOutOf(call) => $"pass {pod}.CancellationToken to {call.TargetMethod.Name}",
        ILoopOperation loop when Waits(loop) || NeverEnds(loop) => $"look at {pod}.CancellationToken in this loop",
        _ => null,
    };

    private static bool Waits(ILoopOperation loop) =>
        loop is IForEachLoopOperation { IsAsynchronous: true } || loop.Body.Walk(inner => inner is IAnonymousFunctionOperation or ILocalFunctionOperation).Any(inner => inner is IAwaitOperation);

    private static bool NeverEnds(ILoopOperation loop)
    {
        IOperation? condition = loop switch
        {
            IWhileLoopOperation whileLoop => whileLoop.Condition,
            IForLoopOperation forLoop => forLoop.Condition,
            _ => loop,
        };
        return condition is null or { ConstantValue: { HasValue: true, Value: true } }
            && !loop.Body.Walk().Any(inner => inner is IReturnOperation or IThrowOperation or IBranchOperation { BranchKind: BranchKind.Break or BranchKind.GoTo });
    }

    /// <summary>A loop is as long as its body; its first word is enough.</summary>
    private static Location Place(IOperation operation) =>
        operation is ILoopOperation ? operation.Syntax.GetFirstToken().GetLocation() : operation.Syntax.GetLocation();
}

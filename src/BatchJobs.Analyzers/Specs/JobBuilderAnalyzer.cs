using System.Collections.Generic;
using System.Linq;
using BatchJobs.Analyzers.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace BatchJobs.Analyzers.Specs;

/// <summary>BJ0003: Jobs written with a JobBuilder.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class JobBuilderAnalyzer() : RuleAnalyzer(Rules.RefusedJob)
{
    private const string Builder = "BatchJobs.Building.JobBuilder";

    /// <inheritdoc />
    protected override void Register(AnalysisContext context)
    {
        context.RegisterOperationAction(Check, OperationKind.Invocation);
    }

    private static void Check(OperationAnalysisContext context)
    {
        var last = (IInvocationOperation)context.Operation;
        if (!last.Type.IsCalled(Builder) || GoesOn(last))
        {
            return;
        }

        List<IInvocationOperation> steps = Steps(last);
        foreach (Finding finding in JobBuilderChain.Check(steps, IsWhole(last, steps)))
        {
            context.ReportDiagnostic(finding.AsDiagnostic());
        }
    }

    /// <summary>Whether another step follows, which will see this one.</summary>
    private static bool GoesOn(IInvocationOperation call)
    {
        IOperation? outer = call.Parent is IConversionOperation { IsImplicit: true, OperatorMethod: null } conversion ? conversion.Parent : call.Parent;
        IInvocationOperation? next = outer as IInvocationOperation ?? (outer as IArgumentOperation)?.Parent as IInvocationOperation;
        return next is not null && next.Type.IsCalled(Builder) && next.Receiver() == call;
    }

    /// <summary>The steps from the first to the last.</summary>
    private static List<IInvocationOperation> Steps(IInvocationOperation last)
    {
        var steps = new List<IInvocationOperation>();
        for (IInvocationOperation? step = last; step is not null && step.Type.IsCalled(Builder); step = step.Receiver() as IInvocationOperation)
        {
            steps.Insert(0, step);
        }

        return steps;
    }

    /// <summary>Whether the steps are all there is: from a Job's beginning to where it is taken as a Job.</summary>
    private static bool IsWhole(IInvocationOperation last, List<IInvocationOperation> steps) =>
        steps[0].TargetMethod is { IsStatic: true, IsExtensionMethod: false, Name: not "From" }
        && steps.All(step => step.TargetMethod.Name != "With" && step.TargetMethod.ContainingNamespace.ToDisplayString() == "BatchJobs.Building")
        && last.Parent is IConversionOperation { OperatorMethod: not null } or IInvocationOperation { TargetMethod.Name: "Build" or "ToJob" };
}

using System;
using System.Linq;
using BatchJobs.Analyzers.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace BatchJobs.Analyzers.Handlers;

/// <summary>Looks at each handler once: lambdas, local functions and methods.</summary>
/// <param name="rule">What it reports.</param>
public abstract class HandlerAnalyzer(DiagnosticDescriptor rule) : RuleAnalyzer(rule)
{
    /// <inheritdoc />
    protected sealed override void Register(AnalysisContext context)
    {
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName("BatchJobs.InProcess.PodContext") is { } podContext)
            {
                Register(start, podContext);
            }
        });
    }

    private protected abstract void Check(HandlerBody body, Action<Diagnostic> report);

    private void Register(CompilationStartAnalysisContext start, INamedTypeSymbol podContext)
    {
        start.RegisterOperationBlockAction(context =>
        {
            if (context.OwningSymbol is IMethodSymbol method && HandlerBody.IsHandler(method, podContext))
            {
                Check(new HandlerBody(method, podContext, context.OperationBlocks), context.ReportDiagnostic);
            }
        });
        start.RegisterOperationAction(
            context =>
            {
                if (context.Operation is IAnonymousFunctionOperation lambda && HandlerBody.IsHandler(lambda.Symbol, podContext))
                {
                    Check(new HandlerBody(lambda.Symbol, podContext, [lambda.Body]), context.ReportDiagnostic);
                }
                else if (context.Operation is ILocalFunctionOperation { Body: { } body } local && HandlerBody.IsHandler(local.Symbol, podContext))
                {
                    Check(new HandlerBody(local.Symbol, podContext, [body]), context.ReportDiagnostic);
                }
            },
            OperationKind.AnonymousFunction,
            OperationKind.LocalFunction);
    }
}

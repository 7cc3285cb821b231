using System.Linq;
using BatchJobs.Analyzers.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace BatchJobs.Analyzers.Engines;

/// <summary>BJ0005: an engine that stays in a local nobody disposes, or in nothing at all.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UndisposedEngineAnalyzer() : RuleAnalyzer(Rules.UndisposedEngine)
{
    private const string Engine = "BatchJobs.JobEngine";

    /// <inheritdoc />
    protected override void Register(AnalysisContext context)
    {
        context.RegisterOperationAction(Check, OperationKind.ObjectCreation, OperationKind.Await);
    }

    private static void Check(OperationAnalysisContext context)
    {
        bool makesOne = context.Operation switch
        {
            IObjectCreationOperation creation => creation.Type.IsCalled(Engine),
            IAwaitOperation { Operation: IInvocationOperation open } => open.TargetMethod.Name == "OpenAsync" && open.TargetMethod.ContainingType.IsCalled(Engine),
            _ => false,
        };
        if (makesOne && IsLost(context.Operation))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.UndisposedEngine, context.Operation.Syntax.GetLocation()));
        }
    }

    private static bool IsLost(IOperation engine)
    {
        return Outermost(engine).Parent switch
        {
            IExpressionStatementOperation => true,
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => !IsUsing(declarator) && IsLost(declarator.Symbol, engine.Root()),
            _ => IsOnlyUsed(engine),
        };
    }

    private static bool IsUsing(IVariableDeclaratorOperation declarator)
    {
        SyntaxNode? statement = declarator.Syntax.FirstAncestorOrSelf<SyntaxNode>(node => node is LocalDeclarationStatementSyntax or UsingStatementSyntax);
        return statement is UsingStatementSyntax or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 };
    }

    private static bool IsLost(ILocalSymbol local, IOperation root) => root.Walk()
        .OfType<ILocalReferenceOperation>()
        .Where(reference => SymbolEqualityComparer.Default.Equals(reference.Local, local))
        .All(IsOnlyUsed);

    /// <summary>Whether a member is used that does not close the engine, and the engine goes nowhere else.</summary>
    private static bool IsOnlyUsed(IOperation engine)
    {
        engine = Outermost(engine);
        return engine.Parent switch
        {
            IInvocationOperation call => call.Instance == engine && call.TargetMethod.Name is not ("DisposeAsync" or "StopAsync"),
            IMemberReferenceOperation member => member.Instance == engine && member is not IMethodReferenceOperation,
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { IsExtensionMethod: true } method } } argument =>
                argument.Parameter?.Ordinal == 0 && method.ContainingAssembly.Name.StartsWith("BatchJobs", System.StringComparison.Ordinal) && method.Name != "ConfigureAwait",
            _ => false,
        };
    }

    /// <summary>An operation with the conversions around it that nobody wrote.</summary>
    private static IOperation Outermost(IOperation operation)
    {
        while (operation.Parent is IConversionOperation { IsImplicit: true } conversion)
        {
            operation = conversion;
        }

        return operation;
    }
}

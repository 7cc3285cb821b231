using System.Linq;
using BatchJobs.Analyzers.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace BatchJobs.Analyzers.Specs;

/// <summary>BJ0003: specs and names written as object initializers.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class JobSpecAnalyzer() : RuleAnalyzer(Rules.RefusedJob)
{
    private static readonly string[] cronNumbers = ["StartingDeadlineSeconds", "SuccessfulJobsHistoryLimit", "FailedJobsHistoryLimit"];

    /// <inheritdoc />
    protected override void Register(AnalysisContext context)
    {
        context.RegisterOperationAction(
            check =>
            {
                var creation = (IObjectCreationOperation)check.Operation;
                Check(check, creation.Type, creation.Initializer, isNew: true);
            },
            OperationKind.ObjectCreation);
        context.RegisterOperationAction(
            check =>
            {
                var change = (IWithOperation)check.Operation;
                Check(check, change.Type, change.Initializer, isNew: false);
            },
            OperationKind.With);
    }

    private static void Check(OperationAnalysisContext context, ITypeSymbol? type, IObjectOrCollectionInitializerOperation? initializer, bool isNew)
    {
        if (type?.ContainingNamespace?.ToDisplayString() != "BatchJobs.Specs")
        {
            return;
        }

        switch (type.Name)
        {
            case "JobSpec":
                CheckSpec(context, initializer, isNew);
                break;
            case "CronJobSpec":
                CheckNumbers(context, initializer);
                break;
            case "ObjectMeta":
                CheckName(context, initializer, "Name", "metadata.name", NameRules.Subdomain);
                CheckName(context, initializer, "Namespace", "metadata.namespace", NameRules.Label);
                break;
            case "Container":
                CheckName(context, initializer, "Name", "spec.template.spec.containers[].name", NameRules.Label);
                break;
            case "Job" when isNew:
                CheckHost(context, initializer);
                break;
            default:
                break;
        }
    }

    private static void CheckSpec(OperationAnalysisContext context, IObjectOrCollectionInitializerOperation? initializer, bool isNew)
    {
        (bool isWhole, string prefix) = isNew ? Surroundings(context.Operation) : (false, "spec");
        SpecFacts facts = ObjectInitializers.Facts(initializer, context.Operation.Syntax.GetFirstToken().GetLocation(), isWhole);
        foreach (Finding finding in SpecRules.Check(facts, prefix))
        {
            context.ReportDiagnostic(finding.AsDiagnostic());
        }
    }

    /// <summary>Whether the spec is written down as part of a Job, so that all of it is there, and what the Job is part of.</summary>
    private static (bool IsWhole, string Prefix) Surroundings(IOperation spec)
    {
        IOperation? owner = ObjectInitializers.OwnerOf(spec);
        return owner?.Type switch
        {
            { Name: "Job" } => (!ObjectInitializers.IsOnlyBegun(owner), "spec"),
            { Name: "JobTemplateSpec" } => (true, "spec.jobTemplate.spec"),
            _ => (false, "spec"),
        };
    }

    private static void CheckNumbers(OperationAnalysisContext context, IObjectOrCollectionInitializerOperation? initializer)
    {
        foreach (string name in cronNumbers)
        {
            if (ObjectInitializers.Value(initializer, name) is { } value && SpecFacts.Constant(value).Value is int and < 0 or long and < 0)
            {
                string field = char.ToLowerInvariant(name[0]) + name.Substring(1);
                context.ReportDiagnostic(new Finding($"spec.{field}", "must be greater than or equal to 0", value.Syntax.GetLocation()).AsDiagnostic());
            }
        }
    }

    private static void CheckName(
        OperationAnalysisContext context, IObjectOrCollectionInitializerOperation? initializer, string property, string field, System.Func<string, string?> rule)
    {
        if (ObjectInitializers.Value(initializer, property) is { } value && SpecFacts.Constant(value).Value is string { Length: > 0 } name && rule(name) is { } complaint)
        {
            context.ReportDiagnostic(new Finding(field, complaint, value.Syntax.GetLocation()).AsDiagnostic());
        }
    }

    private static void CheckHost(OperationAnalysisContext context, IObjectOrCollectionInitializerOperation? initializer)
    {
        if (ObjectInitializers.Value(ObjectInitializers.Inner(initializer, "Metadata"), "Name") is { } name
            && ObjectInitializers.Inner(initializer, "Spec") is { } spec
            && SpecFacts.Constant(name).Value is string text
            && ObjectInitializers.Facts(spec, name.Syntax.GetLocation(), isWhole: false) is var facts
            && facts.Text("completionMode") == "Indexed"
            && facts.Number("completions") is > 0 and var completions
            && NameRules.LastHost(text, completions) is { } complaint)
        {
            context.ReportDiagnostic(new Finding("metadata.name", complaint, name.Syntax.GetLocation()).AsDiagnostic());
        }
    }
}

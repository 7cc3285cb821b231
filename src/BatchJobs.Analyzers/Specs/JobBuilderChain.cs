using System.Collections.Generic;
using System.Linq;
using BatchJobs.Analyzers.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace BatchJobs.Analyzers.Specs;

/// <summary>What the steps of a JobBuilder say, and what is wrong with it.</summary>
internal static class JobBuilderChain
{
    private static readonly Dictionary<string, string> fields = new()
    {
        ["Parallelism"] = "parallelism",
        ["BackoffLimit"] = "backoffLimit",
        ["BackoffLimitPerIndex"] = "backoffLimitPerIndex",
        ["MaxFailedIndexes"] = "maxFailedIndexes",
    };

    public static IEnumerable<Finding> Check(IReadOnlyList<IInvocationOperation> steps, bool isWhole)
    {
        bool isChanged = steps.Any(step => step.TargetMethod.Name == "With");
        var facts = new SpecFacts(steps[0].Syntax.GetLocation(), isWhole);
        var findings = new List<Finding>();
        int rules = 0;
        foreach (IInvocationOperation step in steps)
        {
            string name = step.TargetMethod.Name;
            switch (name)
            {
                case "Indexed" or "NonIndexed" or "WorkQueue" when step.TargetMethod.IsStatic:
                    Begin(step, facts, findings, isChanged);
                    break;
                case "FailJobOn" or "FailIndexOn" or "IgnoreFailuresWith":
                    facts.Say("podFailurePolicy", "", Place(step));
                    CheckExitCodes(step, rules++, isWhole, findings);
                    if (name == "FailIndexOn" && isWhole && !steps.Any(other => other.TargetMethod.Name == "BackoffLimitPerIndex"))
                    {
                        findings.Add(new Finding($"spec.podFailurePolicy.rules[{rules - 1}].action", "requires the backoffLimitPerIndex to be set", Place(step)));
                    }

                    break;
                case "IgnoreDisruptions":
                    facts.Say("podFailurePolicy", "", Place(step));
                    rules++;
                    break;
                case "SucceedAfter":
                    facts.Say("successPolicy", "", Place(step));
                    break;
                case "RestartOnFailure":
                    facts.Say("restartPolicy", "OnFailure", Place(step));
                    break;
                case "Namespace" when Argument(step, 0) is { } space && SpecFacts.Constant(space).Value is string text && NameRules.Label(text) is { } complaint:
                    findings.Add(new Finding("metadata.namespace", complaint, space.Syntax.GetLocation()));
                    break;
                default:
                    if (fields.TryGetValue(name, out string? field) && Argument(step, 0) is { } value)
                    {
                        facts.Say(field, value);
                    }

                    break;
            }
        }

        return isChanged ? findings : findings.Concat(SpecRules.Check(facts));
    }

    private static void Begin(IInvocationOperation step, SpecFacts facts, List<Finding> findings, bool isChanged)
    {
        bool isIndexed = step.TargetMethod.Name == "Indexed";
        facts.Say("completionMode", isIndexed ? "Indexed" : "NonIndexed", Place(step));
        if (Argument(step, 1) is { } number)
        {
            facts.Say(step.TargetMethod.Name == "WorkQueue" ? "parallelism" : "completions", number);
        }

        if (Argument(step, 0) is not { } argument || SpecFacts.Constant(argument).Value is not string name)
        {
            return;
        }

        string? complaint = NameRules.Subdomain(name);
        if (complaint is null && isIndexed && !isChanged && facts.Number("completions") is > 0 and var completions)
        {
            complaint = NameRules.LastHost(name, completions);
        }

        if (complaint is not null)
        {
            findings.Add(new Finding("metadata.name", complaint, argument.Syntax.GetLocation()));
        }
    }

    private static void CheckExitCodes(IInvocationOperation step, int rule, bool isWhole, List<Finding> findings)
    {
        if (isWhole && step.Walk().FirstOrDefault(inner => inner is ILiteralOperation { ConstantValue: { HasValue: true, Value: 0 }, Parent: IArrayInitializerOperation or IArgumentOperation })
            is { } zero && zero.Syntax.FirstAncestorOrSelf<InvocationExpressionSyntax>() == step.Syntax)
        {
            findings.Add(new Finding($"spec.podFailurePolicy.rules[{rule}].onExitCodes.values[0]", "must not be 0 for the In operator", zero.Syntax.GetLocation()));
        }
    }

    private static IOperation? Argument(IInvocationOperation step, int position) => step.Arguments
        .FirstOrDefault(argument => argument.Parameter?.Ordinal == position + (step.TargetMethod.IsExtensionMethod ? 1 : 0))?.Value;

    /// <summary>The step itself, not all those before it.</summary>
    private static Location Place(IInvocationOperation step) =>
        step.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member }
            ? member.Name.GetLocation()
            : step.Syntax.GetLocation();
}

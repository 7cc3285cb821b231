using System.Linq;
using BatchJobs.Analyzers.Specs;
using BatchJobs.Analyzers.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace BatchJobs.Analyzers.Schedules;

/// <summary>BJ0004: cron schedules written as constants.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ScheduleAnalyzer() : RuleAnalyzer(Rules.BadSchedule)
{
    /// <inheritdoc />
    protected override void Register(AnalysisContext context)
    {
        context.RegisterOperationAction(check => Judge(check, AssignedSchedule((ISimpleAssignmentOperation)check.Operation)), OperationKind.SimpleAssignment);
        context.RegisterOperationAction(check => Judge(check, PassedSchedule((IInvocationOperation)check.Operation)), OperationKind.Invocation);
    }

    private static IOperation? AssignedSchedule(ISimpleAssignmentOperation assignment) =>
        assignment is { Parent: IObjectOrCollectionInitializerOperation, Target: IPropertyReferenceOperation { Property: { Name: "Schedule" } property } }
        && property.ContainingType.IsCalled("BatchJobs.Specs.CronJobSpec")
            ? assignment.Value
            : null;

    private static IOperation? PassedSchedule(IInvocationOperation call) =>
        (call.TargetMethod.Name == "Every" && call.TargetMethod.ContainingType.IsCalled("BatchJobs.Building.CronJobBuilder"))
        || (call.TargetMethod.Name == "Parse" && call.TargetMethod.ContainingType.IsCalled("BatchJobs.Cron.CronSchedule"))
            ? call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == 0)?.Value
            : null;

    private static void Judge(OperationAnalysisContext context, IOperation? value)
    {
        if (value is not null && SpecFacts.Constant(value).Value is string schedule && ScheduleText.Problem(schedule) is { } problem)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.BadSchedule, value.Syntax.GetLocation(), schedule, problem));
        }
    }
}

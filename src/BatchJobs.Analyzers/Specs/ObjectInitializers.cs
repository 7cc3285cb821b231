using System.Linq;
using BatchJobs.Analyzers.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BatchJobs.Analyzers.Specs;

/// <summary>Reads what object initializers say.</summary>
internal static class ObjectInitializers
{
    /// <summary>What a property is set to; null if it is not set.</summary>
    public static IOperation? Value(IObjectOrCollectionInitializerOperation? initializer, string property) => initializer?.Initializers
        .OfType<ISimpleAssignmentOperation>()
        .LastOrDefault(assignment => assignment.Target is IPropertyReferenceOperation { Property: var target } && target.Name == property)?.Value;

    /// <summary>The initializer of the object a property is set to; null if it is none.</summary>
    public static IObjectOrCollectionInitializerOperation? Inner(IObjectOrCollectionInitializerOperation? initializer, string property) =>
        (Value(initializer, property)?.Unconverted() as IObjectCreationOperation)?.Initializer;

    /// <summary>What the initializer of a spec says.</summary>
    public static SpecFacts Facts(IObjectOrCollectionInitializerOperation? spec, Location place, bool isWhole)
    {
        var facts = new SpecFacts(place, isWhole);
        foreach (ISimpleAssignmentOperation assignment in spec?.Initializers.OfType<ISimpleAssignmentOperation>() ?? [])
        {
            if (assignment.Target is not IPropertyReferenceOperation { Property.Name: var name })
            {
                continue;
            }

            if (name != "Template")
            {
                facts.Say(char.ToLowerInvariant(name[0]) + name.Substring(1), assignment.Value);
            }
            else if (Inner(spec, name) is { } template && Inner(template, "Spec") is { } pod)
            {
                // Only a template that is written down here can lack a restart policy.
                facts.Say("template", "", assignment.Value.Syntax.GetFirstToken().GetLocation());
                if (Value(pod, "RestartPolicy") is { } policy)
                {
                    facts.Say("restartPolicy", policy);
                }
            }
        }

        return facts;
    }

    /// <summary>The object one of whose properties is set to this one.</summary>
    public static IOperation? OwnerOf(IOperation value)
    {
        IOperation? outer = value.Parent;
        while (outer is IConversionOperation)
        {
            outer = outer.Parent;
        }

        return outer is ISimpleAssignmentOperation { Parent: IObjectOrCollectionInitializerOperation { Parent: var owner } } ? owner : null;
    }

    /// <summary>Whether an object is where something else starts from, as with <c>JobBuilder.From</c> or a <c>with</c> expression.</summary>
    public static bool IsOnlyBegun(IOperation creation) => creation.Parent switch
    {
        IWithOperation => true,
        IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "From", ContainingType.Name: "JobBuilder" } } } => true,
        _ => creation is IWithOperation,
    };
}

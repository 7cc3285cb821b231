using System;
using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BatchJobs.Analyzers.Support;

/// <summary>Ways through trees of operations.</summary>
internal static class Operations
{
    /// <summary>An operation and all below it, in the order of the source, but for those below what is cut off.</summary>
    public static IEnumerable<IOperation> Walk(this IOperation operation, Func<IOperation, bool>? cut = null)
    {
        yield return operation;
        foreach (IOperation child in operation.ChildOperations)
        {
            if (cut?.Invoke(child) == true)
            {
                continue;
            }

            foreach (IOperation found in child.Walk(cut))
            {
                yield return found;
            }
        }
    }

    /// <summary>The whole body an operation is part of.</summary>
    public static IOperation Root(this IOperation operation)
    {
        while (operation.Parent is { } parent)
        {
            operation = parent;
        }

        return operation;
    }

    /// <summary>What is converted, however often.</summary>
    public static IOperation Unconverted(this IOperation operation)
    {
        while (operation is IConversionOperation conversion)
        {
            operation = conversion.Operand;
        }

        return operation;
    }

    /// <summary>What a call is made on: the instance, or the first argument of an extension.</summary>
    public static IOperation? Receiver(this IInvocationOperation call) =>
        (call.Instance ?? (call.TargetMethod.IsExtensionMethod && call.Arguments.Length > 0 ? call.Arguments[0].Value : null))?.Unconverted();

    public static bool IsCalled(this ITypeSymbol? type, string fullName) =>
        type is { Name: var name } && fullName.EndsWith(name, StringComparison.Ordinal) && type.OriginalDefinition.ToDisplayString(Names) == fullName;

    private static SymbolDisplayFormat Names { get; } =
        new(typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces);
}

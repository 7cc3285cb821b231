using System;
using System.Collections.Generic;
using BatchJobs.Analyzers.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BatchJobs.Analyzers.Specs;

/// <summary>What code says about the spec of one Job, by the names of the fields in a manifest.</summary>
internal sealed class SpecFacts(Location place, bool isWhole)
{
    private readonly Dictionary<string, (object? Value, Location Place, bool IsSure)> said = new(StringComparer.Ordinal);

    /// <summary>Where the spec begins.</summary>
    public Location Place => place;

    /// <summary>Whether what is not said here is said nowhere.</summary>
    public bool IsWhole { get; set; } = isWhole;

    /// <summary>Writes down a field and what it is set to; a null is as good as nothing.</summary>
    public void Say(string field, IOperation value)
    {
        if (Constant(value) is { Known: true, Value: null })
        {
            said.Remove(field);
        }
        else
        {
            said[field] = (Constant(value).Value, value.Syntax.GetLocation(), Constant(value).Known || IsSomething(value.Unconverted()));
        }
    }

    public void Say(string field, object value, Location where) => said[field] = (value, where, IsSure: true);

    /// <summary>Whether the field is set to something that is no null for certain.</summary>
    public bool IsSaid(string field) => said.TryGetValue(field, out var fact) && fact.IsSure;

    /// <summary>Whether nothing sets the field, here or elsewhere.</summary>
    public bool IsLeftOut(string field) => IsWhole && !said.ContainsKey(field);

    public Location PlaceOf(string field) => said.TryGetValue(field, out var fact) ? fact.Place : place;

    /// <summary>The number a field is set to; null if it is not set to a constant.</summary>
    public long? Number(string field) => said.TryGetValue(field, out var fact) && fact.Value is int or long ? Convert.ToInt64(fact.Value, null) : null;

    public string? Text(string field) => said.TryGetValue(field, out var fact) ? fact.Value as string : null;

    /// <summary>The constant behind an operation; words of the API, such as <c>CompletionMode.Indexed</c>, count as their text.</summary>
    public static (bool Known, object? Value) Constant(IOperation operation)
    {
        operation = operation.Unconverted();
        return operation switch
        {
            { ConstantValue: { HasValue: true, Value: var value } } => (true, value),
            IPropertyReferenceOperation { Instance: null, Property: { IsStatic: true } word } when IsApiWord(word) => (true, word.Name),
            _ => (false, null),
        };
    }

    private static bool IsSomething(IOperation value) => value is IObjectCreationOperation or IWithOperation
        || value.Type is { IsValueType: true, OriginalDefinition.SpecialType: not SpecialType.System_Nullable_T };

    private static bool IsApiWord(IPropertySymbol word) =>
        SymbolEqualityComparer.Default.Equals(word.Type, word.ContainingType) && word.ContainingNamespace.ToDisplayString() == "BatchJobs.Specs";
}

using System.Linq;
using BatchJobs.Analyzers.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BatchJobs.Analyzers.Handlers;

/// <summary>Whether a call that can be waited for could take a token and was given none.</summary>
internal static class TokenParameter
{
    public static bool IsLeftOutOf(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod;
        if (!HandlerBody.IsAwaitable(method.ReturnType) || method.ContainingType.IsCalled("System.IO.TextWriter"))
        {
            return false;
        }

        IArgumentOperation? token = call.Arguments.FirstOrDefault(argument => IsToken(argument.Parameter));
        return token is null ? HasOverload(method.OriginalDefinition) : token.ArgumentKind == ArgumentKind.DefaultValue;
    }

    private static bool HasOverload(IMethodSymbol method) =>
        method.ContainingType.GetMembers(method.Name).OfType<IMethodSymbol>().Any(other =>
            other.IsStatic == method.IsStatic
            && other.Arity == method.Arity
            && other.DeclaredAccessibility >= method.DeclaredAccessibility
            && other.Parameters.Length == method.Parameters.Length + 1
            && IsToken(other.Parameters[other.Parameters.Length - 1])
            && method.Parameters.Zip(other.Parameters, AreAlike).All(alike => alike));

    private static bool AreAlike(IParameterSymbol one, IParameterSymbol other) =>
        SymbolEqualityComparer.Default.Equals(one.Type, other.Type) || one.Type.ToDisplayString() == other.Type.ToDisplayString();

    private static bool IsToken(IParameterSymbol? parameter) => parameter?.Type.IsCalled("System.Threading.CancellationToken") == true;
}

using System.Collections.Generic;
using System.Linq;
using BatchJobs.Analyzers.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BatchJobs.Analyzers.Handlers;

/// <summary>Code that runs as a pod: whatever takes a PodContext and nothing else.</summary>
internal sealed class HandlerBody(IMethodSymbol method, INamedTypeSymbol podContext, IEnumerable<IOperation> blocks)
{
    private static readonly string[] awaitables =
    [
        "System.Threading.Tasks.Task", "System.Threading.Tasks.ValueTask", "System.Collections.Generic.IAsyncEnumerable",
    ];

    public IParameterSymbol Pod => method.Parameters[0];

    /// <summary>How the pod is called in a message.</summary>
    public string PodName => Pod.Name is "" or "_" ? "pod" : Pod.Name;

    /// <summary>Whether the pod has no thread of its own for certain: a method may be registered as one that blocks, an asynchronous body is none.</summary>
    public bool SharesThreads => method.IsAsync || (method.MethodKind == MethodKind.AnonymousFunction && IsAwaitable(method.ReturnType));

    /// <summary>All there is, but for other handlers inside.</summary>
    public IEnumerable<IOperation> Everything => blocks.SelectMany(block => block.Walk(IsOtherHandler));

    /// <summary>What runs on the thread of the body itself.</summary>
    public IEnumerable<IOperation> OwnThread => blocks.SelectMany(block => block.Walk(inner => inner is IAnonymousFunctionOperation or ILocalFunctionOperation));

    public static bool IsHandler(IMethodSymbol method, INamedTypeSymbol podContext) =>
        method.Parameters.Length == 1 && SymbolEqualityComparer.Default.Equals(method.Parameters[0].Type, podContext) && (method.ReturnsVoid || IsAwaitable(method.ReturnType));

    public static bool IsAwaitable(ITypeSymbol? type) => awaitables.Any(name => type.IsCalled(name));

    /// <summary>Whether the token of the pod, or the pod with it, is used at all.</summary>
    public bool FollowsItsToken => Everything.Any(operation => operation switch
    {
        IPropertyReferenceOperation { Property.Name: "CancellationToken" } property => SymbolEqualityComparer.Default.Equals(property.Property.ContainingType, podContext),
        IParameterReferenceOperation pod when SymbolEqualityComparer.Default.Equals(pod.Parameter, Pod) => !IsOnlyAsked(pod),
        _ => false,
    });

    /// <summary>Whether a member of the pod is used, and the pod itself goes nowhere.</summary>
    private static bool IsOnlyAsked(IParameterReferenceOperation pod) => pod.Parent switch
    {
        IMemberReferenceOperation member => member.Instance == pod,
        IInvocationOperation call => call.Instance == pod,
        IIsPatternOperation => true,
        _ => false,
    };

    private bool IsOtherHandler(IOperation operation) => operation switch
    {
        IAnonymousFunctionOperation lambda => IsHandler(lambda.Symbol, podContext),
        ILocalFunctionOperation local => IsHandler(local.Symbol, podContext),
        _ => false,
    };
}

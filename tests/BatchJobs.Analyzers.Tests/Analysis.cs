using System.Collections.Immutable;
using System.Text.RegularExpressions;
using BatchJobs.InProcess;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace BatchJobs.Analyzers.Tests;

/// <summary>Compiles code against the real assemblies and runs all analyzers on it.</summary>
internal static partial class Analysis
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using BatchJobs;
        global using BatchJobs.Building;
        global using BatchJobs.Client;
        global using BatchJobs.Cron;
        global using BatchJobs.Execution;
        global using BatchJobs.InProcess;
        global using BatchJobs.Primitives;
        global using BatchJobs.Specs;
        """;

    /// <summary>Every analyzer of the assembly, as a compiler finds them.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } =
        [.. typeof(Rules).Assembly.GetTypes().Where(type => type is { IsAbstract: false } && type.IsSubclassOf(typeof(DiagnosticAnalyzer)))
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)];

    private static ImmutableArray<MetadataReference> References { get; } =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("BatchJobs.Analyzers", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path))];

    /// <summary>What the analyzers say of code of which marked places, <c>[|so|]</c>, are where they have to.</summary>
    /// <param name="code">Types, or statements of a program.</param>
    public static async Task<IReadOnlyList<Diagnostic>> OfAsync(string code)
    {
        _ = typeof(InProcessPodExecutor);
        var (text, marked) = TakeMarks(code);
        bool isProgram = !TypeDeclaration().IsMatch(text);
        var compilation = CSharpCompilation.Create(
            "User",
            [Parse(Usings), Parse(text)],
            References,
            new CSharpCompilationOptions(isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));

        ImmutableArray<Diagnostic> found = await compilation
            .WithAnalyzers(Analyzers, new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), (error, _, _) => throw new InvalidOperationException("an analyzer failed", error), concurrentAnalysis: true, logAnalyzerExecutionTime: false))
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        Diagnostic[] ordered = [.. found.OrderBy(diagnostic => diagnostic.Location.SourceSpan)];
        if (marked.Count > 0)
        {
            Assert.Equal(marked.Select(span => text.Substring(span.Start, span.Length)), ordered.Select(diagnostic => text.Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length)));
        }

        return ordered;

        static SyntaxTree Parse(string code) => CSharpSyntaxTree.ParseText(code, new CSharpParseOptions(LanguageVersion.Preview));
    }

    private static (string Text, List<TextSpan> Marked) TakeMarks(string code)
    {
        List<TextSpan> marked = [];
        string text = Mark().Replace(code, match =>
        {
            marked.Add(new TextSpan(match.Index - (4 * marked.Count), match.Groups["text"].Length));
            return match.Groups["text"].Value;
        });
        return (text, marked);
    }

    [GeneratedRegex(@"\[\|(?<text>.*?)\|\]", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Mark();

    [GeneratedRegex(@"^\s*(public |internal |sealed |static )*class ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TypeDeclaration();
}

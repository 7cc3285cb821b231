using BatchJobs.Schema;
using BatchJobs.Specs;

namespace BatchJobs.Manifests;

/// <summary>From the tree of a manifest, whatever notation it came from, to an object.</summary>
internal static class ManifestDecoder
{
    private const string HeaderType = """struct { APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" }""";

    /// <param name="root">The manifest.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="repetitions">Repeated keys that the notation itself has reported.</param>
    /// <param name="summary">The beginning of the text, as the API server quotes it.</param>
    public static ManifestResult Decode(ManifestNode root, ManifestReaderOptions options, IReadOnlyList<ManifestError> repetitions, string summary)
    {
        if (HeaderError(root) is { } headerError)
        {
            string message = ManifestType.Unrecognized(options.ExpectedKind ?? ManifestKind.Job, $"couldn't get version/kind; json parse error: {headerError.Message}");
            return Failed(options.ExpectedKind ?? ManifestKind.Job, $"{message} ({summary})", [headerError], root);
        }

        (ManifestKind kind, string? kindError) = ManifestType.Identify(root, options.ExpectedKind);
        if (kindError is not null)
        {
            string quoted = kindError.StartsWith("the object provided", StringComparison.Ordinal) ? $"{kindError} ({summary})" : kindError;
            string field = root.Member("apiVersion") is { Kind: ManifestNodeKind.String, Text: not ("" or "batch/v1") } ? "apiVersion" : "kind";
            string problem = ManifestType.Problem(kindError);
            return Failed(kind, quoted, [KindAdvice.Add(new ManifestError(problem, field, FieldLocator.Locate(root, field)), root)], root, problem);
        }

        var checker = new ManifestChecker(ManifestType.Schema(kind));
        checker.Check(root);
        List<ManifestError> strict = options.Strict ? [.. repetitions, .. checker.StrictErrors] : [];
        if (checker.TypeErrors.Count > 0)
        {
            return Failed(kind, ManifestType.CannotHandle(kind, checker.TypeErrors[0].Message), [.. checker.TypeErrors, .. strict], root, checker.TypeErrors[0].Message);
        }

        if (strict.Count > 0)
        {
            IEnumerable<string> texts = (repetitions.Count > 0 ? [YamlMessage(repetitions)] : Array.Empty<string>()).Concat(checker.StrictErrors.Select(error => error.Message));
            string strictProblem = $"strict decoding error: {string.Join(", ", texts)}";
            return Failed(kind, ManifestType.CannotHandle(kind, strictProblem), strict, root, strictProblem);
        }

        return Read(kind, root);
    }

    public static ManifestResult Failed(ManifestKind kind, string message, IReadOnlyList<ManifestError> errors, ManifestNode? root = null, string? problem = null) =>
        new() { Kind = kind, Message = message, Problem = problem ?? message, Errors = errors, Root = root };

    private static ManifestResult Read(ManifestKind kind, ManifestNode root)
    {
        ApiType type = ManifestType.Schema(kind);
        return kind == ManifestKind.Job
            ? new ManifestResult { Kind = kind, Root = root, Job = Named(CanonicalJson.Read(type, root, SpecJson.Default.Job)) }
            : new ManifestResult { Kind = kind, Root = root, CronJob = Named(CanonicalJson.Read(type, root, SpecJson.Default.CronJob)) };
    }

    private static Job Named(Job job) => job with { ApiVersion = "batch/v1", Kind = nameof(ManifestKind.Job) };

    private static CronJob Named(CronJob cronJob) => cronJob with { ApiVersion = "batch/v1", Kind = nameof(ManifestKind.CronJob) };

    private static ManifestError? HeaderError(ManifestNode root)
    {
        if (root.Kind is not (ManifestNodeKind.Object or ManifestNodeKind.Null))
        {
            return new ManifestError($"json: cannot unmarshal {root.Word} into Go value of type {HeaderType}", null, root.Position)
            {
                PlainMessage = $"a manifest is an object with apiVersion: batch/v1 and kind: Job or CronJob, not {WrongValue.Found(root)}",
            };
        }

        ManifestMember? wrong = root.Members.Find(static member =>
            member.Name is "apiVersion" or "kind" && member.Value.Kind is not (ManifestNodeKind.String or ManifestNodeKind.Null));
        return wrong is null
            ? null
            : new ManifestError($"json: cannot unmarshal {wrong.Value.Word} into Go struct field .{wrong.Name} of type string", wrong.Name, wrong.Value.Position)
            {
                PlainMessage = WrongValue.Describe(wrong.Name, ApiSchema.Text, wrong.Value),
            };
    }

    private static string YamlMessage(IReadOnlyList<ManifestError> repetitions) =>
        "yaml: unmarshal errors:\n  " + string.Join("\n  ", repetitions.Select(error => error.Message));
}

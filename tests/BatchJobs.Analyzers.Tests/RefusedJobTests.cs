using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using BatchJobs.Building;
using BatchJobs.Client;
using BatchJobs.Specs;
using BatchJobs.Validation;
using Microsoft.CodeAnalysis;

namespace BatchJobs.Analyzers.Tests;

/// <summary>Each case is code that runs and is analyzed: what the analyzer says, the validation has to say too.</summary>
public partial class RefusedJobTests
{
    private static readonly PodTemplateSpec template = JobBuilder.NonIndexed("x").Image("x").Build().Spec.Template;

    public static TheoryData<Case> Refused { get; } =
    [
        Builder(() => JobBuilder.NonIndexed("x").Parallelism(-1), "spec.parallelism"),
        Builder(() => JobBuilder.NonIndexed("x", -2), "spec.completions"),
        Builder(() => JobBuilder.Indexed("x", completions: -2), "spec.completions"),
        Builder(() => JobBuilder.WorkQueue("x", -1), "spec.parallelism"),
        Builder(() => JobBuilder.NonIndexed("x").BackoffLimit(-1), "spec.backoffLimit"),
        Builder(() => JobBuilder.Indexed("x", 3).BackoffLimitPerIndex(-1), "spec.backoffLimitPerIndex"),
        Builder(() => JobBuilder.NonIndexed("x", 3).BackoffLimitPerIndex(2), "spec.backoffLimitPerIndex"),
        Builder(() => JobBuilder.Indexed("x", 3).MaxFailedIndexes(2), "spec.backoffLimitPerIndex"),
        Builder(() => JobBuilder.Indexed("x", 3).BackoffLimitPerIndex(1).MaxFailedIndexes(4), "spec.maxFailedIndexes"),
        Builder(() => JobBuilder.Indexed("x", 3).Parallelism(100_001), "spec.parallelism"),
        Builder(() => JobBuilder.Indexed("x", 3).FailJobOn(3).FailIndexOn(65), "spec.podFailurePolicy.rules[1].action"),
        Builder(() => JobBuilder.NonIndexed("x").FailJobOn(0, 3), "spec.podFailurePolicy.rules[0].onExitCodes.values[0]"),
        Builder(() => JobBuilder.NonIndexed("x").IgnoreDisruptions().RestartOnFailure(), "spec.template.spec.restartPolicy"),
        Builder(() => JobBuilder.NonIndexed("x", 3).SucceedAfter(2), "spec.successPolicy"),
        Builder(() => JobBuilder.NonIndexed("Nightly_Report"), "metadata.name"),
        Builder(() => JobBuilder.NonIndexed("x").Namespace("Red"), "metadata.namespace"),
        Builder(() => JobBuilder.Indexed("a.b", 3), "metadata.name"),
        Builder(() => JobBuilder.Indexed("a-name-that-is-too-long-to-be-the-first-part-of-the-host-name", 1000), "metadata.name"),
        Whole(() => new Job { Metadata = new ObjectMeta { Name = "x" }, Spec = new JobSpec { BackoffLimit = -1, Template = template } }, "spec.backoffLimit"),
        Whole(() => new Job { Metadata = new ObjectMeta { Name = "x" }, Spec = new JobSpec { ActiveDeadlineSeconds = -1, Template = template } }, "spec.activeDeadlineSeconds"),
        Whole(() => new Job { Metadata = new ObjectMeta { Name = "x" }, Spec = new JobSpec { TtlSecondsAfterFinished = -1, Template = template } }, "spec.ttlSecondsAfterFinished"),
        Whole(() => new Job { Metadata = new ObjectMeta { Name = "x" }, Spec = new JobSpec { BackoffLimitPerIndex = 1, Template = template } }, "spec.backoffLimitPerIndex"),
        Whole(() => new Job { Metadata = new ObjectMeta { Name = "x" }, Spec = new JobSpec { CompletionMode = CompletionMode.Indexed, Parallelism = 2, Template = template } }, "spec.completions"),
        Whole(
            () => new Job
            {
                Metadata = new ObjectMeta { Name = "x" },
                Spec = new JobSpec { CompletionMode = CompletionMode.Indexed, Completions = 3, MaxFailedIndexes = 1, Template = template },
            },
            "spec.backoffLimitPerIndex"),
        Whole(
            () => new Job
            {
                Metadata = new ObjectMeta { Name = "x" },
                Spec = new JobSpec { Template = new PodTemplateSpec { Spec = new PodSpec { RestartPolicy = RestartPolicy.Always, Containers = [new Container { Name = "main", Image = "x" }] } } },
            },
            "spec.template.spec.restartPolicy"),
        Whole(
            () => new Job
            {
                Metadata = new ObjectMeta { Name = "x" },
                Spec = new JobSpec { Template = new PodTemplateSpec { Spec = new PodSpec { Containers = [new Container { Name = "main", Image = "x" }] } } },
            },
            "spec.template.spec.restartPolicy"),
        Whole(
            () => new Job
            {
                Metadata = new ObjectMeta { Name = "x" },
                Spec = new JobSpec { Template = new PodTemplateSpec { Spec = new PodSpec { RestartPolicy = RestartPolicy.Never, Containers = [new Container { Name = "Main", Image = "x" }] } } },
            },
            "spec.template.spec.containers[].name"),
        Whole(() => new Job { Metadata = new ObjectMeta { Name = "X" }, Spec = new JobSpec { Template = template } }, "metadata.name"),
        Whole(
            () => new Job { Metadata = new ObjectMeta { Name = "a.b" }, Spec = new JobSpec { CompletionMode = CompletionMode.Indexed, Completions = 3, Template = template } },
            "metadata.name"),
        Whole(() => JobBuilder.NonIndexed("x").Image("x").Build() with { Spec = new JobSpec { Parallelism = -1, Template = template } }, "spec.parallelism"),
    ];

    public static TheoryData<Case> Accepted { get; } =
    [
        Builder(() => JobBuilder.Indexed("x", 3).Parallelism(2).BackoffLimitPerIndex(1).MaxFailedIndexes(3).FailIndexOn(65).SucceedAfter(2), ""),
        Builder(() => JobBuilder.NonIndexed("a.b", 3).BackoffLimit(0).FailJobOn(3).IgnoreDisruptions(), ""),
        Builder(() => JobBuilder.WorkQueue("x", 3).RestartOnFailure(), ""),
        Builder(() => JobBuilder.NonIndexed("x").BackoffLimitPerIndex(2).With(spec => spec with { CompletionMode = CompletionMode.Indexed, Completions = 2 }), ""),
        Builder(() => JobBuilder.From(new Job { Metadata = new ObjectMeta { Name = "x" }, Spec = new JobSpec { BackoffLimitPerIndex = 1, Template = template } }).With(spec => spec with { CompletionMode = CompletionMode.Indexed, Completions = 2 }), ""),
        Builder(() => JobBuilder.NonIndexed("x").Parallelism(-1).Parallelism(1), ""),
        Builder(() => JobBuilder.NonIndexed("x").Env("ZERO", "0").FailJobOn(1), ""),
        Whole(() => new Job { Metadata = new ObjectMeta { Name = "x" }, Spec = new JobSpec { CompletionMode = CompletionMode.Indexed, Template = template } }, ""),
        Whole(() => new Job { Metadata = new ObjectMeta { Name = "x" }, Spec = new JobSpec { Parallelism = 0, BackoffLimitPerIndex = null, Template = template } }, ""),
        Whole(
            () => new Job
            {
                Metadata = new ObjectMeta { Name = "x" },
                Spec = new JobSpec { CompletionMode = CompletionMode.Indexed, Completions = 3, BackoffLimitPerIndex = 1, MaxFailedIndexes = 3, Template = template },
            },
            ""),
        Whole(() => new Job { Metadata = new ObjectMeta { Name = "x" }, Spec = new JobSpec { Template = template } with { BackoffLimit = 2 } }, ""),
        Whole(() => new Job { Metadata = new ObjectMeta { Name = "x" }, Spec = new JobSpec { BackoffLimitPerIndex = new JobPatch().BackoffLimit, Template = template } }, ""),
        Whole(() => new Job { Metadata = new ObjectMeta { Name = "x" }, Spec = new JobSpec { MaxFailedIndexes = new JobPatch().BackoffLimit, SuccessPolicy = new JobSpec { Template = template }.SuccessPolicy, Template = template } }, ""),
        Whole(() => new Job { Metadata = new ObjectMeta { Name = "x" }, Spec = new JobSpec { CompletionMode = CompletionMode.Indexed, Parallelism = new JobPatch().Parallelism, Template = template } }, ""),
    ];

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_the_validation_refuses_is_told_before_and_in_the_same_words(Case test)
    {
        Diagnostic found = Assert.Single(await Analysis.OfAsync(test.Program));
        Assert.Equal("BJ0003", found.Id);
        string message = found.GetMessage();
        Assert.StartsWith($"The Job would be refused: {test.Field}: ", message, StringComparison.Ordinal);

        string detail = message[$"The Job would be refused: {test.Field}: ".Length..];
        Assert.Contains(Errors(test.Make()), error => Index().Replace(error.Field, test.Field.Contains("[]", StringComparison.Ordinal) ? "[]" : "$0") == test.Field && error.Message.EndsWith(detail, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Accepted))]
    public async Task What_the_validation_accepts_is_left_alone(Case test)
    {
        Assert.Empty(await Analysis.OfAsync(test.Program));
        Assert.Empty(Errors(test.Make()));
    }

    [Theory]
    [InlineData("int some = args.Length; Job job = JobBuilder.NonIndexed(\"x\").Parallelism(some - 5);")]
    [InlineData("JobBuilder begun = JobBuilder.Indexed(\"x\", 3).MaxFailedIndexes(1); Job job = begun.BackoffLimitPerIndex(1);")]
    [InlineData("JobSpec basis = new() { BackoffLimitPerIndex = 2 }; JobSpec whole = basis with { CompletionMode = CompletionMode.Indexed, Completions = 3 };")]
    [InlineData("CompletionMode mode = args.Length > 0 ? CompletionMode.Indexed : CompletionMode.NonIndexed; var job = new Job { Spec = new JobSpec { CompletionMode = mode, BackoffLimitPerIndex = 1 } };")]
    public async Task What_is_not_known_is_not_judged(string statement) => Assert.Empty(await Analysis.OfAsync(statement));

    [Fact]
    public async Task The_numbers_and_the_template_of_a_CronJob_are_looked_at()
    {
        IReadOnlyList<Diagnostic> found = await Analysis.OfAsync("""
            var nightly = new CronJob
            {
                Metadata = new ObjectMeta { Name = "nightly" },
                Spec = new CronJobSpec
                {
                    Schedule = "@daily",
                    StartingDeadlineSeconds = [|-1|],
                    JobTemplate = new JobTemplateSpec { Spec = new JobSpec { Parallelism = [|-3|] } },
                },
            };
            """);
        Assert.Equal(
            ["The Job would be refused: spec.startingDeadlineSeconds: must be greater than or equal to 0", "The Job would be refused: spec.jobTemplate.spec.parallelism: must be greater than or equal to 0"],
            found.Select(diagnostic => diagnostic.GetMessage()));
    }

    private static IReadOnlyList<FieldError> Errors(Job job) => JobAdmission.Create(job, new AdmissionContext { Uid = "0b5dbb44-0e9f-43f5-a7ee-05a7f0d5d0ef" }).Errors;

    private static Case Builder(Func<JobBuilder> make, string field, [CallerArgumentExpression(nameof(make))] string code = "") =>
        new(field, () => make().Image("x"), Program(code));

    private static Case Whole(Func<Job> make, string field, [CallerArgumentExpression(nameof(make))] string code = "") =>
        new(field, make, Program(code));

    private static string Program(string lambda) =>
        $"PodTemplateSpec template = JobBuilder.NonIndexed(\"x\").Build().Spec.Template; Job job = {lambda["() => ".Length..]};";

    [GeneratedRegex(@"\[\d+\]", RegexOptions.None, 1000)]
    private static partial Regex Index();

    /// <param name="Field">The field that is complained about.</param>
    /// <param name="Make">The code, to be run.</param>
    /// <param name="Program">The code, to be analyzed.</param>
    public sealed record Case(string Field, Func<Job> Make, string Program)
    {
        public override string ToString() => Program;
    }
}

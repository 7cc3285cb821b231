using System.Collections.Immutable;
using BatchJobs.Specs;

namespace BatchJobs.Building;

/// <summary>Writes a Job down step by step; every step gives a new builder and leaves the old one as it is.</summary>
/// <remarks>What is not said takes the default of Kubernetes, but for the restart policy of pods, which is Never.</remarks>
public sealed class JobBuilder
{
    private readonly Job job;

    private JobBuilder(Job job) => this.job = job;

    /// <summary>A Job whose pods are told apart by an index, each of which has to succeed once.</summary>
    /// <param name="name">The name of the Job.</param>
    /// <param name="completions">How many indexes there are.</param>
    /// <returns>The builder.</returns>
    public static JobBuilder Indexed(string name, int completions) =>
        new(Named(name) with { Spec = Start with { CompletionMode = CompletionMode.Indexed, Completions = completions, Parallelism = 1 } });

    /// <summary>A Job that needs so many succeeded pods, one as good as any other.</summary>
    /// <param name="name">The name of the Job.</param>
    /// <param name="completions">How many pods have to succeed.</param>
    /// <returns>The builder.</returns>
    public static JobBuilder NonIndexed(string name, int completions = 1) => new(Named(name) with { Spec = Start with { Completions = completions } });

    /// <summary>A Job whose pods share work among themselves: it completes when one has succeeded and all have ended.</summary>
    /// <param name="name">The name of the Job.</param>
    /// <param name="parallelism">How many pods run at once.</param>
    /// <returns>The builder.</returns>
    public static JobBuilder WorkQueue(string name, int parallelism) => new(Named(name) with { Spec = Start with { Parallelism = parallelism } });

    /// <summary>A builder that goes on from a Job, such as one read from a manifest.</summary>
    /// <param name="job">The Job.</param>
    /// <returns>The builder.</returns>
    public static JobBuilder From(Job job)
    {
        ArgumentNullException.ThrowIfNull(job);
        return new JobBuilder(job);
    }

    /// <summary>The Job a builder has written down.</summary>
    /// <param name="builder">The builder.</param>
    public static implicit operator Job(JobBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Build();
    }

    /// <summary>The Job as written down; it is validated when it is created.</summary>
    /// <returns>The Job.</returns>
    public Job Build() => job;

    /// <summary>The Job as written down; the same as <see cref="Build"/>.</summary>
    /// <returns>The Job.</returns>
    public Job ToJob() => Build();

    /// <summary>Sets the namespace.</summary>
    /// <param name="name">The namespace.</param>
    /// <returns>The builder with it.</returns>
    public JobBuilder Namespace(string name) => WithMetadata(metadata => metadata with { Namespace = name });

    /// <summary>Adds a label to the Job.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <returns>The builder with it.</returns>
    public JobBuilder Label(string key, string value) => WithMetadata(metadata => metadata with { Labels = Add(metadata.Labels, key, value) });

    /// <summary>Adds an annotation to the Job.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <returns>The builder with it.</returns>
    public JobBuilder Annotation(string key, string value) => WithMetadata(metadata => metadata with { Annotations = Add(metadata.Annotations, key, value) });

    /// <summary>Sets how many pods run at once at the most.</summary>
    /// <param name="pods">How many.</param>
    /// <returns>The builder with it.</returns>
    public JobBuilder Parallelism(int pods) => With(spec => spec with { Parallelism = pods });

    /// <summary>Sets how many failures of pods are retried before the Job fails.</summary>
    /// <param name="retries">How many.</param>
    /// <returns>The builder with it.</returns>
    public JobBuilder BackoffLimit(int retries) => With(spec => spec with { BackoffLimit = retries });

    /// <summary>Sets how long the Job waits after failed pods; it is written down as an annotation, which clusters do not heed.</summary>
    /// <param name="backoff">The delays.</param>
    /// <returns>The builder with it.</returns>
    public JobBuilder Backoff(PodFailureBackoff backoff)
    {
        ArgumentNullException.ThrowIfNull(backoff);
        return Annotation(PodFailureBackoff.Annotation, backoff.ToString());
    }

    /// <summary>Sets how many failures of one index are retried before the index fails.</summary>
    /// <param name="retries">How many.</param>
    /// <returns>The builder with it.</returns>
    public JobBuilder BackoffLimitPerIndex(int retries) => With(spec => spec with { BackoffLimitPerIndex = retries });

    /// <summary>Sets how many indexes may fail before the Job fails at once.</summary>
    /// <param name="indexes">How many.</param>
    /// <returns>The builder with it.</returns>
    public JobBuilder MaxFailedIndexes(int indexes) => With(spec => spec with { MaxFailedIndexes = indexes });

    /// <summary>Sets how long the Job may be active before it fails.</summary>
    /// <param name="time">How long; in whole seconds.</param>
    /// <returns>The builder with it.</returns>
    public JobBuilder ActiveDeadline(TimeSpan time) => With(spec => spec with { ActiveDeadlineSeconds = Seconds(time) });

    /// <summary>Sets how long the Job is kept once it has finished.</summary>
    /// <param name="time">How long; in whole seconds, up to 68 years.</param>
    /// <returns>The builder with it.</returns>
    public JobBuilder TtlAfterFinished(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time, TimeSpan.FromSeconds(int.MaxValue));
        return With(spec => spec with { TtlSecondsAfterFinished = (int)Seconds(time) });
    }

    /// <summary>Lets the Job wait until somebody resumes it.</summary>
    /// <returns>The builder with it.</returns>
    public JobBuilder Suspended() => With(spec => spec with { Suspend = true });

    /// <summary>Changes the spec in ways the builder has no word for.</summary>
    /// <param name="change">The change.</param>
    /// <returns>The builder with it.</returns>
    public JobBuilder With(Func<JobSpec, JobSpec> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return new JobBuilder(job with { Spec = change(job.Spec) });
    }

    internal static IReadOnlyDictionary<string, string> Add(IReadOnlyDictionary<string, string>? map, string key, string value) =>
        new Dictionary<string, string>(map ?? ImmutableDictionary<string, string>.Empty, StringComparer.Ordinal) { [key] = value };

    internal static long Seconds(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        return (long)Math.Ceiling(time.TotalSeconds);
    }

    private static JobSpec Start { get; } = new() { Template = new PodTemplateSpec { Spec = new PodSpec { RestartPolicy = RestartPolicy.Never } } };

    private static Job Named(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new Job { Metadata = new ObjectMeta { Name = name } };
    }

    private JobBuilder WithMetadata(Func<ObjectMeta, ObjectMeta> change) => new(job with { Metadata = change(job.Metadata) });
}

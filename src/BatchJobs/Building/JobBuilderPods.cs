using BatchJobs.Specs;

namespace BatchJobs.Building;

/// <summary>What the pods of a Job are: the steps of a <see cref="JobBuilder"/> about its one container.</summary>
public static class JobBuilderPods
{
    /// <summary>The name of the container.</summary>
    public const string ContainerName = "main";

    /// <summary>Sets the image; in process, the name of the handler.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="image">The image.</param>
    /// <returns>The builder with it.</returns>
    public static JobBuilder Image(this JobBuilder builder, string image) => WithContainer(builder, container => container with { Image = image });

    /// <summary>Sets the program and its first arguments.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <returns>The builder with it.</returns>
    public static JobBuilder Command(this JobBuilder builder, params IReadOnlyList<string> command) =>
        WithContainer(builder, container => container with { Command = command });

    /// <summary>Sets the arguments.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="args">The arguments.</param>
    /// <returns>The builder with it.</returns>
    public static JobBuilder Args(this JobBuilder builder, params IReadOnlyList<string> args) =>
        WithContainer(builder, container => container with { Args = args });

    /// <summary>Adds an environment variable.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    /// <returns>The builder with it.</returns>
    public static JobBuilder Env(this JobBuilder builder, string name, string value) =>
        WithContainer(builder, container => container with { Env = [.. container.Env ?? [], new EnvVar { Name = name, Value = value }] });

    /// <summary>Adds a label to the pods.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <returns>The builder with it.</returns>
    public static JobBuilder PodLabel(this JobBuilder builder, string key, string value) => WithTemplate(builder, template =>
    {
        ObjectMeta metadata = template.Metadata ?? new ObjectMeta();
        return template with { Metadata = metadata with { Labels = JobBuilder.Add(metadata.Labels, key, value) } };
    });

    /// <summary>Lets a failed container start again in the same pod instead of in another one.</summary>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder with it.</returns>
    public static JobBuilder RestartOnFailure(this JobBuilder builder) => WithPod(builder, pod => pod with { RestartPolicy = RestartPolicy.OnFailure });

    /// <summary>Sets the time a pod has between being asked to stop and its forced end.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="time">The time; in whole seconds.</param>
    /// <returns>The builder with it.</returns>
    public static JobBuilder GracePeriod(this JobBuilder builder, TimeSpan time) =>
        WithPod(builder, pod => pod with { TerminationGracePeriodSeconds = JobBuilder.Seconds(time) });

    /// <summary>Sets how long one pod may run before it fails.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="time">The time; in whole seconds.</param>
    /// <returns>The builder with it.</returns>
    public static JobBuilder PodDeadline(this JobBuilder builder, TimeSpan time) =>
        WithPod(builder, pod => pod with { ActiveDeadlineSeconds = JobBuilder.Seconds(time) });

    /// <summary>Sets the priority, for schedulers that look at it.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="priority">The priority; higher ones come first.</param>
    /// <returns>The builder with it.</returns>
    public static JobBuilder Priority(this JobBuilder builder, int priority) => WithPod(builder, pod => pod with { Priority = priority });

    /// <summary>Lets pods run only on nodes with a label.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="label">The label.</param>
    /// <param name="value">The value it must have.</param>
    /// <returns>The builder with it.</returns>
    public static JobBuilder NodeSelector(this JobBuilder builder, string label, string value) =>
        WithPod(builder, pod => pod with { NodeSelector = JobBuilder.Add(pod.NodeSelector, label, value) });

    private static JobBuilder WithContainer(JobBuilder builder, Func<Container, Container> change) => WithPod(builder, pod =>
    {
        Container container = pod.Containers is [var first, ..] ? first : new Container { Name = ContainerName };
        return pod with { Containers = [change(container), .. (pod.Containers ?? []).Skip(1)] };
    });

    private static JobBuilder WithPod(JobBuilder builder, Func<PodSpec, PodSpec> change) =>
        WithTemplate(builder, template => template with { Spec = change(template.Spec) });

    private static JobBuilder WithTemplate(JobBuilder builder, Func<PodTemplateSpec, PodTemplateSpec> change)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.With(spec => spec with { Template = change(spec.Template) });
    }
}

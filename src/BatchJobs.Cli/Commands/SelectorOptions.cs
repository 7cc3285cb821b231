using System.CommandLine;
using BatchJobs.Cli.Input;
using BatchJobs.Client;
using BatchJobs.Specs;

namespace BatchJobs.Cli.Commands;

/// <summary>The options that select Jobs instead of naming them.</summary>
internal sealed class SelectorOptions
{
    private readonly Option<string?> labels = new("--selector", "-l") { Description = "Labels, as kubectl takes them: app=web,tier in (a,b),!canary.", HelpName = "LABELS" };
    private readonly Option<string?> fields = new("--field-selector") { Description = "Fields: metadata.name, metadata.namespace, status.successful, with = or !=.", HelpName = "FIELDS" };
    private readonly Option<bool?> finished = new("--finished") { Description = "Only Jobs that have finished; with false only those that have not.", HelpName = "true|false" };
    private readonly Option<bool> allNamespaces = new("--all-namespaces", "-A") { Description = "In all namespaces." };

    public SelectorOptions(StoreVerb verb)
    {
        verb.With(labels);
        verb.With(fields);
        verb.With(finished);
        verb.With(allNamespaces);
    }

    public bool AllNamespaces(VerbContext context) => context.Result.GetValue(allNamespaces);

    /// <summary>Whether the user has selected anything.</summary>
    public bool Any(VerbContext context) =>
        context.Result.GetValue(labels) is not null || context.Result.GetValue(fields) is not null || context.Result.GetValue(finished) is not null;

    public string? Namespace(VerbContext context) => AllNamespaces(context) ? null : context.Namespace;

    /// <exception cref="BadInputException">The label selector can't be read.</exception>
    public LabelSelector? Labels(VerbContext context) =>
        context.Result.GetValue(labels) is not { } text ? null
        : LabelSelectorText.TryParse(text, out LabelSelector? selector, out string? error) ? selector
        : throw new BadInputException($"--selector: {error}");

    public JobListOptions List(VerbContext context) => new()
    {
        Namespace = Namespace(context),
        LabelSelector = Labels(context),
        FieldSelector = context.Result.GetValue(fields),
        Finished = context.Result.GetValue(finished),
    };
}

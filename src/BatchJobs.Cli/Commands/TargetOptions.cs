using System.CommandLine;
using BatchJobs.Cli.Running;

namespace BatchJobs.Cli.Commands;

/// <summary>The options that say where Jobs are run.</summary>
internal sealed class TargetOptions
{
    private const string Processes = "processes";
    private const string Kubernetes = "kubernetes";

    private readonly Option<string> executor = new("--executor")
    {
        Description = "What runs the pods: processes of this machine (the default), or a kubernetes cluster.",
        DefaultValueFactory = _ => Processes,
    };

    private readonly Option<bool> native = new("--native") { Description = "Hand the Jobs as a whole to the cluster's own Job controller." };
    private readonly Option<string?> kubeConfig = new("--kubeconfig") { Description = "The kubeconfig of the cluster; else that of kubectl, else the service account of this pod.", HelpName = "FILE" };
    private readonly Option<string?> context = new("--context") { Description = "The context of the kubeconfig.", HelpName = "NAME" };
    private readonly Option<string?> namespaceName = new("--namespace", "-n") { Description = "The namespace of Jobs that do not name one.", HelpName = "NAME" };
    private readonly Option<bool> keep = new("--keep") { Description = "Leave what has ended on the cluster." };

    private readonly StoreOption store = new($"Keep the Jobs in this file: an interrupted run goes on when it is run again, and other commands can look at it and change it. Without it the environment variable {StoreOption.Variable} says which; with \"\" none is used.");

    public void AddTo(Command command)
    {
        executor.AcceptOnlyFromAmong(Processes, Kubernetes);
        foreach (Option option in (Option[])[executor, native, kubeConfig, context, namespaceName, keep, store.Option])
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            bool onCluster = result.GetValue(native) || result.GetValue(executor) == Kubernetes;
            Option[] foreign = onCluster ? [] : [kubeConfig, context, keep];
            if (onCluster && result.GetResult(store.Option) is not null)
            {
                result.AddError("--store: keeps Jobs of this machine; leave it out, or run without --executor kubernetes and --native");
            }

            foreach (Option option in foreign.Where(option => result.GetResult(option) is { Implicit: false }))
            {
                result.AddError($"{option.Name}: there is no cluster without --executor kubernetes or --native");
            }
        });
    }

    public TargetChoice Read(ParseResult result)
    {
        TargetKind kind = result.GetValue(native) ? TargetKind.Controller : result.GetValue(executor) == Kubernetes ? TargetKind.Cluster : TargetKind.Machine;
        return new TargetChoice(
            kind,
            result.GetValue(kubeConfig),
            result.GetValue(context),
            result.GetValue(namespaceName),
            result.GetValue(keep),
            kind == TargetKind.Machine ? store.Find(result) : null);
    }
}

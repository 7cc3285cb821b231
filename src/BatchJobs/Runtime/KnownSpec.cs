using System.Globalization;
using System.Runtime.CompilerServices;
using BatchJobs.Durability;
using BatchJobs.Primitives;
using BatchJobs.Resolution;
using BatchJobs.Specs;

namespace BatchJobs.Runtime;

/// <summary>A spec that was found valid, so that further Jobs of the same object are judged by their names alone.</summary>
/// <remarks>
/// Took what a small Job allocates from 30 to 12 kB. Only for plain Jobs: no metadata but name and namespace, no policies, no labels.
/// The result is that of the full admission, which a property test checks. What the caller might have changed inside the spec since is compared.
/// </remarks>
internal sealed class KnownSpec
{
    private const int LongestName = 63;

    private static readonly ConditionalWeakTable<JobSpec, KnownSpec> Known = [];

    private readonly JobSpec defaulted;
    private readonly Container[] containers;
    private readonly EnvVar[][] variables;
    private readonly string[][] commands;
    private readonly string[][] args;
    private readonly int suffixLength;

    private KnownSpec(JobSpec asked, Job admitted, ResolvedJobSpec resolved)
    {
        defaulted = admitted.Spec with { Selector = null, Template = admitted.Spec.Template with { Metadata = null } };
        Resolved = resolved with { Source = defaulted };
        containers = [.. asked.Template.Spec.Containers ?? []];
        variables = [.. containers.Select(container => container.Env?.ToArray() ?? [])];
        commands = [.. containers.Select(container => container.Command?.ToArray() ?? [])];
        args = [.. containers.Select(container => container.Args?.ToArray() ?? [])];
        suffixLength = resolved is { Indexed: true, Completions: > 0 } ? 1 + (resolved.Completions.Value - 1).ToString(CultureInfo.InvariantCulture).Length : 0;
    }

    public ResolvedJobSpec Resolved { get; }

    /// <summary>How a store keeps Jobs of this spec.</summary>
    public ManifestPattern Manifest => field ??= ManifestPattern.Of(this);

    /// <summary>What is known of the spec of a Job; null if it has to be judged in full.</summary>
    public static KnownSpec? Find(Job job) =>
        IsPlain(job) && Known.TryGetValue(job.Spec, out KnownSpec? known) && known.Fits(job) ? known : null;

    /// <summary>Remembers the spec of a Job that was judged in full.</summary>
    public static void Remember(Job asked, Job admitted, ResolvedJobSpec resolved)
    {
        if (IsPlain(asked) && IsPlain(asked.Spec))
        {
            Known.AddOrUpdate(asked.Spec, new KnownSpec(asked.Spec, admitted, resolved));
        }
    }

    /// <summary>Where a Job will be found whose spec is known.</summary>
    public static JobKey KeyOf(Job job) => new(string.IsNullOrEmpty(job.Metadata.Namespace) ? JobKey.DefaultNamespace : job.Metadata.Namespace, job.Metadata.Name!);

    /// <summary>The spec as the full admission would leave it.</summary>
    public JobSpec SpecOf(string name, Guid uid)
    {
        string uidText = uid.ToString();
        return defaulted with
        {
            Selector = new LabelSelector { MatchLabels = new JobLabelMap(null, uidText) },
            Template = defaulted.Template with { Metadata = new ObjectMeta { Labels = new JobLabelMap(name, uidText) } },
        };
    }

    private static bool IsPlain(Job job) => job is
    {
        Status: null,
        Spec: not null,
        Metadata:
        {
            GenerateName: null,
            Namespace: null or "" or JobKey.DefaultNamespace,
            SelfLink: null,
            Uid: null,
            ResourceVersion: null,
            Generation: null,
            CreationTimestamp: null,
            DeletionTimestamp: null,
            DeletionGracePeriodSeconds: null,
            Labels: null,
            Annotations: null,
            OwnerReferences: null,
            Finalizers: null,
            ManagedFields: null,
        },
    };

    private static bool IsPlain(JobSpec spec) => spec is
    {
        PodFailurePolicy: null,
        SuccessPolicy: null,
        Selector: null,
        ManualSelector: null or false,
        Template: { Metadata: null, Spec: { InitContainers: null, NodeSelector: null, Containers: not null } },
    }
        && spec.Template.Spec.Containers.All(container => container is { RestartPolicyRules: null });

    private bool Fits(Job job) => IsLabel(job.Metadata.Name) && IsUnchanged(job.Spec.Template.Spec.Containers ?? []);

    /// <summary>Names that are labels are valid wherever a Job uses them; others are left to the full admission.</summary>
    private bool IsLabel(string? name)
    {
        if (name is null or "" || name.Length + suffixLength > LongestName || name[0] == '-' || name[^1] == '-')
        {
            return false;
        }

        foreach (char character in name)
        {
            if (!char.IsAsciiDigit(character) && !char.IsAsciiLetterLower(character) && character != '-')
            {
                return false;
            }
        }

        return true;
    }

    private bool IsUnchanged(IReadOnlyList<Container> now)
    {
        if (!Same(containers, now))
        {
            return false;
        }

        for (int i = 0; i < containers.Length; i++)
        {
            if (!Same(variables[i], containers[i].Env) || !Same(commands[i], containers[i].Command) || !Same(args[i], containers[i].Args))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Same<T>(T[] before, IReadOnlyList<T>? now)
        where T : class
    {
        if (before.Length != (now?.Count ?? 0))
        {
            return false;
        }

        for (int i = 0; i < before.Length; i++)
        {
            if (!ReferenceEquals(before[i], now![i]))
            {
                return false;
            }
        }

        return true;
    }
}

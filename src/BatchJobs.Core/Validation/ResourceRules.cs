using System.Text.Json;
using BatchJobs.Primitives;

namespace BatchJobs.Validation;

/// <summary>What requests and limits of a container must be like.</summary>
internal static class ResourceRules
{
    private static readonly string[] Standard = ["cpu", "memory", "ephemeral-storage"];

    public static void Check(string field, JsonElement? resources, FieldErrors errors)
    {
        IReadOnlyDictionary<string, string> limits = resources?.Member("limits").Map() ?? new Dictionary<string, string>();
        IReadOnlyDictionary<string, string> requests = resources?.Member("requests").Map() ?? new Dictionary<string, string>();
        foreach ((string name, string amount) in limits)
        {
            CheckAmount($"{field}.limits", name, amount, errors);
        }

        foreach ((string name, string amount) in requests)
        {
            CheckAmount($"{field}.requests", name, amount, errors);
            CheckAgainstLimit(field, name, amount, limits.GetValueOrDefault(name), errors);
        }
    }

    private static void CheckAmount(string field, string name, string amount, FieldErrors errors)
    {
        errors.EachInvalid(field, name, NameRules.QualifiedName(name));
        bool standard = Standard.Contains(name) || name.StartsWith("hugepages-", StringComparison.Ordinal);
        if (!name.Contains('/', StringComparison.Ordinal) && !standard)
        {
            errors.Invalid(field, name, "must be a standard resource for containers");
        }

        Quantity quantity = Read(amount);
        if (quantity.Nanos.Sign < 0)
        {
            errors.Invalid($"{field}[{name}]", amount, "must be greater than or equal to 0");
        }

        if (!standard && !quantity.IsInteger)
        {
            errors.Invalid($"{field}[{name}]", amount, "must be an integer");
        }
    }

    /// <summary>What cannot be shared out twice must be asked for in the very amount of its limit.</summary>
    private static void CheckAgainstLimit(string field, string name, string amount, string? limit, FieldErrors errors)
    {
        bool overcommit = !name.StartsWith("hugepages-", StringComparison.Ordinal)
            && (!name.Contains('/', StringComparison.Ordinal) || name.Contains("kubernetes.io/", StringComparison.Ordinal));
        if (limit is null)
        {
            if (!overcommit)
            {
                errors.Required($"{field}.limits", "Limit must be set for non overcommitable resources");
            }

            return;
        }

        Quantity request = Read(amount);
        Quantity most = Read(limit);
        if (request.Nanos != most.Nanos && !overcommit)
        {
            errors.Invalid($"{field}.requests", amount, $"must be equal to {name} limit of {limit}");
        }
        else if (request.Nanos > most.Nanos)
        {
            errors.Invalid($"{field}.requests", amount, $"must be less than or equal to {name} limit of {limit}");
        }
    }

    /// <summary>What is no quantity was refused when the manifest was read.</summary>
    private static Quantity Read(string amount) => Quantity.TryParse(amount, out Quantity quantity, out _) ? quantity : default;
}

using System.Text.Json;
using System.Text.RegularExpressions;

namespace BatchJobs.Validation;

/// <summary>What the ports of a container must be like.</summary>
internal static partial class PortRules
{
    private const int MaxName = 15;

    private static readonly string[] Protocols = ["SCTP", "TCP", "UDP"];

    public static void Check(string field, JsonElement? ports, FieldErrors errors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach ((int index, JsonElement port) in ports.Items().Index())
        {
            string path = $"{field}[{index}]";
            string name = port.Text("name");
            string[] complaints = name.Length == 0 ? [] : [.. NameComplaints(name)];
            errors.EachInvalid($"{path}.name", name, complaints);
            if (name.Length > 0 && complaints.Length == 0 && !names.Add(name))
            {
                errors.Duplicate($"{path}.name", GoText.Quote(name));
            }

            long number = port.Number("containerPort") ?? 0;
            if (number == 0)
            {
                errors.Required($"{path}.containerPort");
            }

            CheckNumber($"{path}.containerPort", number, errors);
            CheckNumber($"{path}.hostPort", port.Number("hostPort") ?? 0, errors);
            PodTemplateRules.CheckWord($"{path}.protocol", port.Text("protocol") is "" ? "TCP" : port.Text("protocol"), Protocols, errors);
        }
    }

    /// <summary>A pod in the network of its host has no other ports than the host.</summary>
    public static void CheckHostNetwork(string field, JsonElement? ports, FieldErrors errors)
    {
        foreach ((int index, JsonElement port) in ports.Items().Index())
        {
            if (port.Number("hostPort") is { } hostPort and not 0 && hostPort != port.Number("containerPort"))
            {
                errors.Invalid($"{field}[{index}].hostPort", hostPort, "must match `containerPort` when `hostNetwork` is true");
            }
        }
    }

    /// <summary>A port by number or by name.</summary>
    public static void CheckReference(string field, JsonElement action, FieldErrors errors)
    {
        if (action.Member("port") is { ValueKind: JsonValueKind.String } name)
        {
            errors.EachInvalid(field, name.GetString()!, NameComplaints(name.GetString()!));
        }
        else
        {
            CheckRange(field, action.Number("port") ?? 0, errors);
        }
    }

    private static void CheckNumber(string field, long number, FieldErrors errors)
    {
        if (number != 0)
        {
            CheckRange(field, number, errors);
        }
    }

    private static void CheckRange(string field, long number, FieldErrors errors)
    {
        if (number is < 1 or > 65535)
        {
            errors.Invalid(field, number, "must be between 1 and 65535, inclusive");
        }
    }

    private static IEnumerable<string> NameComplaints(string name)
    {
        if (name.Length > MaxName)
        {
            yield return "must be no more than 15 characters";
        }

        if (!NamePattern.IsMatch(name))
        {
            yield return "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)";
        }

        if (!name.Any(char.IsAsciiLetterLower))
        {
            yield return "must contain at least one letter (a-z)";
        }

        if (name.Contains("--", StringComparison.Ordinal))
        {
            yield return "must not contain consecutive hyphens";
        }

        if (name.StartsWith('-') || name.EndsWith('-'))
        {
            yield return "must not begin or end with a hyphen";
        }
    }

    [GeneratedRegex(@"\A[-a-z0-9]+\z", RegexOptions.NonBacktracking)]
    private static partial Regex NamePattern { get; }
}

using System.Text.Json;
using BatchJobs.Specs;

namespace BatchJobs.Validation;

/// <summary>What the probes and hooks of a container must be like.</summary>
internal static class ProbeRules
{
    private static readonly string[] Counts = ["initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"];
    private static readonly string[] Handlers = ["exec", "httpGet", "tcpSocket", "grpc", "sleep"];
    private static readonly string[] Schemes = ["HTTP", "HTTPS"];

    public static void Check(string field, Container container, FieldErrors errors)
    {
        foreach (string hook in new[] { "postStart", "preStop" })
        {
            if (container.Lifecycle?.Member(hook) is { } handler)
            {
                CheckHandler($"{field}.lifecycle.{hook}", handler, errors);
            }
        }

        CheckProbe($"{field}.livenessProbe", container.LivenessProbe, once: true, errors);
        CheckProbe($"{field}.readinessProbe", container.ReadinessProbe, once: false, errors);
        CheckProbe($"{field}.startupProbe", container.StartupProbe, once: true, errors);
    }

    private static void CheckProbe(string field, JsonElement? probe, bool once, FieldErrors errors)
    {
        if (probe is not { } given)
        {
            return;
        }

        CheckHandler(field, given, errors);
        foreach (string count in Counts)
        {
            errors.NotNegative($"{field}.{count}", given.Number(count));
        }

        if (given.Number("terminationGracePeriodSeconds") is { } grace && (grace <= 0 || !once))
        {
            errors.Invalid($"{field}.terminationGracePeriodSeconds", grace, once ? "must be greater than 0" : "must not be set for readinessProbes");
        }

        if (once && given.Number("successThreshold") is { } threshold and not (0 or 1))
        {
            errors.Invalid($"{field}.successThreshold", threshold, "must be 1");
        }
    }

    private static void CheckHandler(string field, JsonElement handler, FieldErrors errors)
    {
        string[] given = [.. Handlers.Where(name => handler.Member(name) is not null)];
        if (given.Length == 0)
        {
            errors.Required(field, "must specify a handler type");
        }

        foreach (string name in given.Skip(1))
        {
            errors.Forbidden($"{field}.{name}", "may not specify more than 1 handler type");
        }

        if (given.Length > 0)
        {
            CheckAction($"{field}.{given[0]}", given[0], handler.Member(given[0])!.Value, errors);
        }
    }

    private static void CheckAction(string field, string name, JsonElement action, FieldErrors errors)
    {
        switch (name)
        {
            case "exec" when action.Items("command").Count == 0:
                errors.Required($"{field}.command");
                break;
            case "httpGet":
                PortRules.CheckReference($"{field}.port", action, errors);
                PodTemplateRules.CheckWord($"{field}.scheme", action.Text("scheme") is "" ? "HTTP" : action.Text("scheme"), Schemes, errors);
                break;
            case "tcpSocket" or "grpc":
                PortRules.CheckReference($"{field}.port", action, errors);
                break;
        }
    }
}

using System.Text.Json.Nodes;
using BatchJobs.Specs;

namespace BatchJobs.Validation;

/// <summary>What a change may do to the pod template: nothing, or the scheduling directives and resources of a suspended Job without pods (KEP-2926, KEP-5440).</summary>
internal static class PodTemplateUpdateRules
{
    private static readonly string[] ContainerLists = ["containers", "initContainers"];

    public static void Check(Job old, JobSpec changed, FieldErrors errors)
    {
        const string Detail = "field is immutable";
        JsonObject oldTemplate = Tree(old.Spec.Template);
        JsonObject newTemplate = Tree(changed.Template);
        if (!IsOpen(old))
        {
            if (!SemanticEquality.AreEqual(oldTemplate, newTemplate))
            {
                errors.InvalidValue("spec.template", newTemplate.ToJsonString(), Detail);
            }

            return;
        }

        var oldSpec = (JsonObject)oldTemplate["spec"]!;
        var newSpec = (JsonObject)newTemplate["spec"]!;
        string shown = newSpec.ToJsonString();
        RemoveSchedulingDirectives(oldSpec);
        RemoveSchedulingDirectives(newSpec);
        foreach (string list in ContainerLists)
        {
            RemoveResources(oldSpec, newSpec, list);
        }

        if (!SemanticEquality.AreEqual(oldSpec, newSpec))
        {
            errors.InvalidValue("spec.template.spec", shown, Detail);
        }
    }

    /// <summary>Suspended, and there are no pods: the Job never started, or they have all been stopped.</summary>
    private static bool IsOpen(Job old) => old.Spec.Suspend == true
        && (old.Status?.Active ?? 0) == 0
        && (old.Status?.StartTime is null || JobConditions.IsTrue(old.Status, JobConditionTypes.Suspended));

    private static void RemoveSchedulingDirectives(JsonObject spec)
    {
        spec.Remove("nodeSelector");
        spec.Remove("tolerations");
        spec.Remove("schedulingGates");
        if (spec["affinity"] is JsonObject affinity)
        {
            affinity.Remove("nodeAffinity");
            if (affinity.Count == 0)
            {
                spec.Remove("affinity");
            }
        }
    }

    /// <summary>Only containers that are the same otherwise may change their resources.</summary>
    private static void RemoveResources(JsonObject oldSpec, JsonObject newSpec, string list)
    {
        if (oldSpec[list] is not JsonArray oldContainers || newSpec[list] is not JsonArray newContainers || oldContainers.Count != newContainers.Count)
        {
            return;
        }

        foreach ((JsonNode? oldContainer, JsonNode? newContainer) in oldContainers.Zip(newContainers))
        {
            if ((string?)oldContainer!["name"] == (string?)newContainer!["name"])
            {
                ((JsonObject)oldContainer).Remove("resources");
                ((JsonObject)newContainer).Remove("resources");
            }
        }
    }

    private static JsonObject Tree(PodTemplateSpec template) => (JsonObject)SemanticEquality.Tree(template, SpecJson.Default.PodTemplateSpec)!;
}

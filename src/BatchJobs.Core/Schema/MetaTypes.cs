namespace BatchJobs.Schema;

/// <summary>The types of <c>meta/v1</c> that Jobs use.</summary>
internal static class MetaTypes
{
    public const string Structs = """
        ObjectMeta: name string, generateName string, namespace string, selfLink string, uid UID, resourceVersion string, generation int64,
         creationTimestamp Time, deletionTimestamp *Time, deletionGracePeriodSeconds *int64, labels map string, annotations map string,
         ownerReferences []OwnerReference, finalizers []string, managedFields []ManagedFieldsEntry
        OwnerReference: apiVersion string!, kind string!, name string!, uid UID!, controller *bool, blockOwnerDeletion *bool
        ManagedFieldsEntry: manager string, operation ManagedFieldsOperationType, apiVersion string, time *Time, fieldsType string, fieldsV1 *any,
         subresource string
        LabelSelector: matchLabels map string, matchExpressions []LabelSelectorRequirement
        LabelSelectorRequirement: key string!, operator LabelSelectorOperator!, values []string
        """;
}

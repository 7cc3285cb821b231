namespace BatchJobs.Schema;

/// <summary>The types of <c>batch/v1</c>.</summary>
internal static class BatchTypes
{
    /// <summary>Types that are strings with a name of their own.</summary>
    public const string Words =
        "CompletionMode PodReplacementPolicy PodFailurePolicyAction PodFailurePolicyOnExitCodesOperator ConcurrencyPolicy JobConditionType " +
        "ManagedFieldsOperationType LabelSelectorOperator";

    public const string Structs = """
        Job: kind string, apiVersion string, metadata ObjectMeta!, spec JobSpec!, status JobStatus!
        JobSpec: parallelism *int32, completions *int32, activeDeadlineSeconds *int64, podFailurePolicy *PodFailurePolicy,
         successPolicy *SuccessPolicy, backoffLimit *int32, backoffLimitPerIndex *int32, maxFailedIndexes *int32, selector *LabelSelector,
         manualSelector *bool, template PodTemplateSpec!, ttlSecondsAfterFinished *int32, completionMode *CompletionMode, suspend *bool,
         podReplacementPolicy *PodReplacementPolicy, managedBy *string
        PodFailurePolicy: rules []PodFailurePolicyRule!
        PodFailurePolicyRule: action PodFailurePolicyAction!, onExitCodes *PodFailurePolicyOnExitCodesRequirement,
         onPodConditions []PodFailurePolicyOnPodConditionsPattern
        PodFailurePolicyOnExitCodesRequirement: containerName *string, operator PodFailurePolicyOnExitCodesOperator!, values []int32!
        PodFailurePolicyOnPodConditionsPattern: type PodConditionType!, status ConditionStatus!
        SuccessPolicy: rules []SuccessPolicyRule!
        SuccessPolicyRule: succeededIndexes *string, succeededCount *int32
        JobStatus: conditions []JobCondition, startTime *Time, completionTime *Time, active int32, succeeded int32, failed int32,
         terminating *int32, completedIndexes string, failedIndexes *string, uncountedTerminatedPods *UncountedTerminatedPods, ready *int32
        JobCondition: type JobConditionType!, status ConditionStatus!, lastProbeTime Time!, lastTransitionTime Time!, reason string, message string
        UncountedTerminatedPods: succeeded []UID, failed []UID
        CronJob: kind string, apiVersion string, metadata ObjectMeta!, spec CronJobSpec!, status CronJobStatus!
        CronJobSpec: schedule string!, timeZone *string, startingDeadlineSeconds *int64, concurrencyPolicy ConcurrencyPolicy, suspend *bool,
         jobTemplate JobTemplateSpec!, successfulJobsHistoryLimit *int32, failedJobsHistoryLimit *int32
        JobTemplateSpec: metadata ObjectMeta!, spec JobSpec!
        CronJobStatus: active []ObjectReference, lastScheduleTime *Time, lastSuccessfulTime *Time
        ObjectReference: kind string, namespace string, name string, uid UID, apiVersion string, resourceVersion string, fieldPath string
        """;
}

namespace BatchJobs.Schema;

/// <summary>The types of <c>core/v1</c> that make up a pod template, volumes aside.</summary>
internal static class PodTypes
{
    /// <summary>Types that are strings with a name of their own.</summary>
    public const string Words = """
        RestartPolicy ContainerRestartPolicy ContainerRestartRuleAction ContainerRestartRuleOnExitCodesOperator DNSPolicy PodConditionType
        ConditionStatus PullPolicy TerminationMessagePolicy Protocol ResourceName ResourceResizeRestartPolicy MountPropagationMode
        RecursiveReadOnlyMode URIScheme Capability ProcMountType SeccompProfileType AppArmorProfileType Signal PodFSGroupChangePolicy
        SupplementalGroupsPolicy PodSELinuxChangePolicy NodeSelectorOperator TolerationOperator TaintEffect PreemptionPolicy
        UnsatisfiableConstraintAction NodeInclusionPolicy OSName StorageMedium HostPathType PersistentVolumeAccessMode PersistentVolumeMode
        AzureDataDiskCachingMode AzureDataDiskKind
        """;

    public const string Structs = """
        PodTemplateSpec: metadata ObjectMeta!, spec PodSpec!
        PodSpec: volumes []Volume, initContainers []Container, containers []Container!, ephemeralContainers []EphemeralContainer,
         restartPolicy RestartPolicy, terminationGracePeriodSeconds *int64, activeDeadlineSeconds *int64, dnsPolicy DNSPolicy,
         nodeSelector map string, serviceAccountName string, serviceAccount string, automountServiceAccountToken *bool, nodeName string,
         hostNetwork bool, hostPID bool, hostIPC bool, shareProcessNamespace *bool, securityContext *PodSecurityContext,
         imagePullSecrets []LocalObjectReference, hostname string, subdomain string, affinity *Affinity, schedulerName string,
         tolerations []Toleration, hostAliases []HostAlias, priorityClassName string, priority *int32, dnsConfig *PodDNSConfig,
         readinessGates []PodReadinessGate, runtimeClassName *string, enableServiceLinks *bool, preemptionPolicy *PreemptionPolicy,
         overhead map Quantity, topologySpreadConstraints []TopologySpreadConstraint, setHostnameAsFQDN *bool, os *PodOS, hostUsers *bool,
         schedulingGates []PodSchedulingGate, resourceClaims []PodResourceClaim, resources *ResourceRequirements, hostnameOverride *string,
         schedulingGroup *PodSchedulingGroup
        Container: name string!, image string, command []string, args []string, workingDir string, ports []ContainerPort,
         envFrom []EnvFromSource, env []EnvVar, resources ResourceRequirements!, resizePolicy []ContainerResizePolicy,
         restartPolicy *ContainerRestartPolicy, restartPolicyRules []ContainerRestartRule, volumeMounts []VolumeMount,
         volumeDevices []VolumeDevice, livenessProbe *Probe, readinessProbe *Probe, startupProbe *Probe, lifecycle *Lifecycle,
         terminationMessagePath string, terminationMessagePolicy TerminationMessagePolicy, imagePullPolicy PullPolicy,
         securityContext *SecurityContext, stdin bool, stdinOnce bool, tty bool
        EphemeralContainer: name string!, image string, command []string, args []string, workingDir string, ports []ContainerPort,
         envFrom []EnvFromSource, env []EnvVar, resources ResourceRequirements!, resizePolicy []ContainerResizePolicy,
         restartPolicy *ContainerRestartPolicy, restartPolicyRules []ContainerRestartRule, volumeMounts []VolumeMount,
         volumeDevices []VolumeDevice, livenessProbe *Probe, readinessProbe *Probe, startupProbe *Probe, lifecycle *Lifecycle,
         terminationMessagePath string, terminationMessagePolicy TerminationMessagePolicy, imagePullPolicy PullPolicy,
         securityContext *SecurityContext, stdin bool, stdinOnce bool, tty bool, targetContainerName string
        ContainerPort: name string, hostPort int32, containerPort int32!, protocol Protocol, hostIP string
        EnvFromSource: prefix string, configMapRef *ConfigMapEnvSource, secretRef *SecretEnvSource
        ConfigMapEnvSource: name string, optional *bool
        SecretEnvSource: name string, optional *bool
        EnvVar: name string!, value string, valueFrom *EnvVarSource
        EnvVarSource: fieldRef *ObjectFieldSelector, resourceFieldRef *ResourceFieldSelector, configMapKeyRef *ConfigMapKeySelector,
         secretKeyRef *SecretKeySelector, fileKeyRef *FileKeySelector
        ObjectFieldSelector: apiVersion string, fieldPath string!
        ResourceFieldSelector: containerName string, resource string!, divisor Quantity!
        ConfigMapKeySelector: name string, key string!, optional *bool
        SecretKeySelector: name string, key string!, optional *bool
        FileKeySelector: volumeName string!, path string!, key string!, optional *bool
        ResourceRequirements: limits map Quantity, requests map Quantity, claims []ResourceClaim
        ResourceClaim: name string!, request string
        ContainerResizePolicy: resourceName ResourceName!, restartPolicy ResourceResizeRestartPolicy!
        ContainerRestartRule: action ContainerRestartRuleAction, exitCodes *ContainerRestartRuleOnExitCodes
        ContainerRestartRuleOnExitCodes: operator ContainerRestartRuleOnExitCodesOperator, values []int32
        VolumeMount: name string!, readOnly bool, recursiveReadOnly *RecursiveReadOnlyMode, mountPath string!, subPath string,
         mountPropagation *MountPropagationMode, subPathExpr string
        VolumeDevice: name string!, devicePath string!
        Probe: exec *ExecAction, httpGet *HTTPGetAction, tcpSocket *TCPSocketAction, grpc *GRPCAction, initialDelaySeconds int32,
         timeoutSeconds int32, periodSeconds int32, successThreshold int32, failureThreshold int32, terminationGracePeriodSeconds *int64
        Lifecycle: postStart *LifecycleHandler, preStop *LifecycleHandler, stopSignal *Signal
        LifecycleHandler: exec *ExecAction, httpGet *HTTPGetAction, tcpSocket *TCPSocketAction, sleep *SleepAction
        ExecAction: command []string
        HTTPGetAction: path string, port IntOrString!, host string, scheme URIScheme, httpHeaders []HTTPHeader
        HTTPHeader: name string!, value string!
        TCPSocketAction: port IntOrString!, host string
        GRPCAction: port int32!, service *string!
        SleepAction: seconds int64!
        SecurityContext: capabilities *Capabilities, privileged *bool, seLinuxOptions *SELinuxOptions,
         windowsOptions *WindowsSecurityContextOptions, runAsUser *int64, runAsGroup *int64, runAsNonRoot *bool,
         readOnlyRootFilesystem *bool, allowPrivilegeEscalation *bool, procMount *ProcMountType, seccompProfile *SeccompProfile,
         appArmorProfile *AppArmorProfile
        Capabilities: add []Capability, drop []Capability
        SELinuxOptions: user string, role string, type string, level string
        WindowsSecurityContextOptions: gmsaCredentialSpecName *string, gmsaCredentialSpec *string, runAsUserName *string, hostProcess *bool
        SeccompProfile: type SeccompProfileType!, localhostProfile *string
        AppArmorProfile: type AppArmorProfileType!, localhostProfile *string
        PodSecurityContext: seLinuxOptions *SELinuxOptions, windowsOptions *WindowsSecurityContextOptions, runAsUser *int64, runAsGroup *int64,
         runAsNonRoot *bool, supplementalGroups []int64, supplementalGroupsPolicy *SupplementalGroupsPolicy, fsGroup *int64, sysctls []Sysctl,
         fsGroupChangePolicy *PodFSGroupChangePolicy, seccompProfile *SeccompProfile, appArmorProfile *AppArmorProfile,
         seLinuxChangePolicy *PodSELinuxChangePolicy
        Sysctl: name string!, value string!
        LocalObjectReference: name string
        Affinity: nodeAffinity *NodeAffinity, podAffinity *PodAffinity, podAntiAffinity *PodAntiAffinity
        NodeAffinity: requiredDuringSchedulingIgnoredDuringExecution *NodeSelector,
         preferredDuringSchedulingIgnoredDuringExecution []PreferredSchedulingTerm
        NodeSelector: nodeSelectorTerms []NodeSelectorTerm!
        NodeSelectorTerm: matchExpressions []NodeSelectorRequirement, matchFields []NodeSelectorRequirement
        NodeSelectorRequirement: key string!, operator NodeSelectorOperator!, values []string
        PreferredSchedulingTerm: weight int32!, preference NodeSelectorTerm!
        PodAffinity: requiredDuringSchedulingIgnoredDuringExecution []PodAffinityTerm,
         preferredDuringSchedulingIgnoredDuringExecution []WeightedPodAffinityTerm
        PodAntiAffinity: requiredDuringSchedulingIgnoredDuringExecution []PodAffinityTerm,
         preferredDuringSchedulingIgnoredDuringExecution []WeightedPodAffinityTerm
        PodAffinityTerm: labelSelector *LabelSelector, namespaces []string, topologyKey string!, namespaceSelector *LabelSelector,
         matchLabelKeys []string, mismatchLabelKeys []string
        WeightedPodAffinityTerm: weight int32!, podAffinityTerm PodAffinityTerm!
        Toleration: key string, operator TolerationOperator, value string, effect TaintEffect, tolerationSeconds *int64
        HostAlias: ip string!, hostnames []string
        PodDNSConfig: nameservers []string, searches []string, options []PodDNSConfigOption
        PodDNSConfigOption: name string, value *string
        PodReadinessGate: conditionType PodConditionType!
        TopologySpreadConstraint: maxSkew int32!, topologyKey string!, whenUnsatisfiable UnsatisfiableConstraintAction!,
         labelSelector *LabelSelector, minDomains *int32, nodeAffinityPolicy *NodeInclusionPolicy, nodeTaintsPolicy *NodeInclusionPolicy,
         matchLabelKeys []string
        PodOS: name OSName!
        PodSchedulingGate: name string!
        PodResourceClaim: name string!, resourceClaimName *string, resourceClaimTemplateName *string
        PodSchedulingGroup: podGroupName *string
        """;
}

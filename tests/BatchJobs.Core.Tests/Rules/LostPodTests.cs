using BatchJobs.Core.Tests.Harness;
using BatchJobs.Pods;
using BatchJobs.Resolution;
using BatchJobs.Rules;
using BatchJobs.Specs;
using static BatchJobs.Core.Tests.Harness.Specs;
using static BatchJobs.Core.Tests.Harness.States;

namespace BatchJobs.Core.Tests.Rules;

public class LostPodTests
{
    [Fact]
    public void Failed_for_an_unknown_reason()
    {
        PodStatus lost = LostPod.Status(Second(5));
        Assert.Equal((PodPhase.Failed, "PodLost"), (lost.Phase, lost.Reason));
        Assert.NotNull(lost.Message);
        Assert.Equal(Second(5), Assert.Single(lost.Conditions).LastTransitionTime);
    }

    [Fact]
    public void Is_a_disruption_to_a_pod_failure_policy() => Assert.Equal(
        FailureEffect.Ignore,
        FailurePolicyMatch.EffectOf(StateOf(Job(1, 1).FailsBy(PodFailureAction.Ignore.OnDisruption())).Spec.FailurePolicy, LostPod.Status(Second(5))));
}

using BatchJobs.Rules;
using static BatchJobs.Core.Tests.Harness.States;

namespace BatchJobs.Core.Tests.Rules;

public class PodOutcomeTests
{
    [Theory]
    [InlineData("P", false, false)]
    [InlineData("R", false, false)]
    [InlineData("U", false, false)]
    [InlineData("F", true, true)]
    [InlineData("S", false, false)]

    // A pod that is being stopped failed, unless only ended pods are replaced; how it ends decides then.
    [InlineData("Rx", true, false)]
    [InlineData("Px", true, false)]
    [InlineData("Fx", true, true)]
    [InlineData("Sx", false, false)]
    public void Says_whether_a_pod_failed(string pod, bool failed, bool failedWithPolicyFailed)
    {
        Assert.Equal(failed, PodOutcome.HasFailed(Pod(pod), onlyReplaceFailed: false));
        Assert.Equal(failedWithPolicyFailed, PodOutcome.HasFailed(Pod(pod), onlyReplaceFailed: true));
    }

    [Theory]
    [InlineData("P", false, false)]
    [InlineData("R", false, false)]
    [InlineData("Rx", true, false)]
    [InlineData("F", true, true)]
    [InlineData("S", true, true)]
    [InlineData("Sx", true, true)]
    public void Says_whether_a_pod_ended(string pod, bool ended, bool endedWithPolicyFailed)
    {
        Assert.Equal(ended, PodOutcome.HasEnded(Pod(pod), onlyReplaceFailed: false));
        Assert.Equal(endedWithPolicyFailed, PodOutcome.HasEnded(Pod(pod), onlyReplaceFailed: true));
        Assert.Equal(pod[0] == 'S', PodOutcome.HasSucceeded(Pod(pod)));
    }
}

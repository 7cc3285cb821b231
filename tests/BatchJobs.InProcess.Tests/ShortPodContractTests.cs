namespace BatchJobs.InProcess.Tests;

/// <summary>On the clock of the machine most pods are short ones, which nobody may be able to tell from others.</summary>
public sealed class ShortPodContractTests : ExecutorContractTests
{
    protected override TimeProvider Clock => TimeProvider.System;
}

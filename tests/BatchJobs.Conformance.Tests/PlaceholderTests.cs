namespace BatchJobs.Conformance.Tests;

public class PlaceholderTests
{
    [Fact]
    public void Project_runs() => Assert.True(true);
}

namespace BatchJobs.Cli.Tests;

public class PlaceholderTests
{
    [Fact]
    public void Project_runs() => Assert.True(true);
}

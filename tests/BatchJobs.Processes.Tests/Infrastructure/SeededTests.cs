namespace BatchJobs.Processes.Tests.Infrastructure;

public class SeededTests
{
    [Fact]
    public async Task A_failure_names_the_seed()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => Seeded.RunAsync(42, random => throw new IOException($"at {random.Next(1)}")));

        Assert.Equal("Failed with the seed 42: at 0", error.Message);
        Assert.IsType<IOException>(error.InnerException);
    }
}

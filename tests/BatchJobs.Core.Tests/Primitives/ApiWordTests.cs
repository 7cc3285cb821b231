using BatchJobs.Primitives;
using BatchJobs.Specs;

namespace BatchJobs.Core.Tests.Primitives;

/// <summary>A program reads words of the API from settings of its own, all by one method.</summary>
public class ApiWordTests
{
    private static readonly Dictionary<string, string> settings = new() { ["mode"] = "Indexed", ["restart"] = "Sometimes" };

    [Fact]
    public void One_method_reads_words_of_every_kind()
    {
        Assert.Equal(CompletionMode.Indexed, Setting<CompletionMode>("mode"));
        Assert.Equal("Sometimes", Setting<RestartPolicy>("restart")?.Value);
        Assert.Null(Setting<ConcurrencyPolicy>("concurrency"));
    }

    private static T? Setting<T>(string name)
        where T : struct, IApiWord<T> => settings.TryGetValue(name, out string? word) ? T.FromValue(word) : null;
}

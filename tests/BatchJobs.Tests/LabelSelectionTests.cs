using BatchJobs.Specs;
using BatchJobs.Watching;

namespace BatchJobs.Tests;

/// <summary>Those who write a client or a scheduler select by labels as the engine does.</summary>
public class LabelSelectionTests
{
    private static readonly Dictionary<string, string> labels = new() { ["team"] = "red", ["size"] = "big" };

    [Theory]
    [InlineData("team", "In", "red,blue", true)]
    [InlineData("team", "In", "blue", false)]
    [InlineData("team", "NotIn", "blue", true)]
    [InlineData("colour", "NotIn", "blue", true)]
    [InlineData("team", "NotIn", "red", false)]
    [InlineData("team", "Exists", null, true)]
    [InlineData("colour", "Exists", null, false)]
    [InlineData("colour", "DoesNotExist", null, true)]
    [InlineData("team", "DoesNotExist", null, false)]
    public void A_requirement_holds_or_not(string key, string operation, string? values, bool holds)
    {
        var selector = new LabelSelector { MatchExpressions = [new LabelSelectorRequirement { Key = key, Operator = operation, Values = values?.Split(',') }] };
        Assert.Equal(holds, LabelSelection.Matches(selector, labels));
    }

    [Fact]
    public void Every_label_has_to_be_there_and_no_selector_selects_all()
    {
        Assert.True(LabelSelection.Matches(new LabelSelector { MatchLabels = labels }, labels));
        Assert.False(LabelSelection.Matches(new LabelSelector { MatchLabels = labels }, new Dictionary<string, string> { ["team"] = "red" }));
        Assert.True(LabelSelection.Matches(null, null));
    }
}

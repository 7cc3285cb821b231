using BatchJobs.Specs;
using BatchJobs.Validation;

namespace BatchJobs.Core.Tests.Validation;

public class LabelSelectorRulesTests
{
    private static readonly Dictionary<string, string> Labels = new(StringComparer.Ordinal) { ["a"] = "1", ["b"] = "2" };

    [Theory]
    [InlineData("a", "In", "1", true)]
    [InlineData("a", "In", "2", false)]
    [InlineData("x", "In", "1", false)]
    [InlineData("a", "NotIn", "2", true)]
    [InlineData("x", "NotIn", "1", true)]
    [InlineData("a", "Exists", null, true)]
    [InlineData("x", "Exists", null, false)]
    [InlineData("x", "DoesNotExist", null, true)]
    [InlineData("a", "Bogus", null, null)]
    [InlineData("a", "In", null, null)]
    [InlineData("a", "Exists", "1", null)]
    public void A_requirement_holds_or_not_or_is_not_valid(string key, string operation, string? value, bool? selects)
    {
        var requirement = new LabelSelectorRequirement { Key = key, Operator = operation, Values = value is null ? null : [value] };

        Assert.Equal(selects, LabelSelectorRules.Selects(new LabelSelector { MatchExpressions = [requirement] }, Labels));
    }

    [Fact]
    public void An_empty_selector_selects_everything_and_none_nothing()
    {
        Assert.Equal((true, false), (LabelSelectorRules.Selects(new LabelSelector(), Labels), LabelSelectorRules.Selects(null, Labels)));
    }

    [Theory]
    [InlineData("\"selector\": {\"matchLabels\": {\"a\": \"b\"}}", "spec.selector", "`selector` not auto-generated")]
    [InlineData("\"manualSelector\": true", "spec.selector", "Required value")]
    [InlineData("\"manualSelector\": true, \"selector\": {\"matchLabels\": {\"a\": \"b\"}}", "spec.template.metadata.labels", "`selector` does not match template `labels`")]
    public void A_selector_is_generated_or_matches_the_template(string spec, string field, string detail)
    {
        string error = Admit.Errors(spec)[0];

        Assert.StartsWith($"{field}: ", error, StringComparison.Ordinal);
        Assert.EndsWith(detail, error, StringComparison.Ordinal);
    }
}

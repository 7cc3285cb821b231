using BatchJobs.Processes.Commands;

namespace BatchJobs.Processes.Tests.Commands;

public class VariableExpansionTests
{
    private static readonly Dictionary<string, string> Variables = new()
    {
        ["A"] = "a",
        ["B"] = "b c",
        ["EMPTY"] = "",
        ["REFERENCE"] = "$(A)",
        ["with blank"] = "blank",
        [""] = "nameless",
    };

    [Theory]
    // Nothing to do
    [InlineData("", "")]
    [InlineData("plain", "plain")]
    [InlineData("A", "A")]
    // Known names
    [InlineData("$(A)", "a")]
    [InlineData("x$(A)y$(B)z", "xayb cz")]
    [InlineData("$(A)$(A)", "aa")]
    [InlineData("$(EMPTY)", "")]
    [InlineData("$(with blank)", "blank")]
    [InlineData("$()", "nameless")]
    // Unknown names stay
    [InlineData("$(NONE)", "$(NONE)")]
    [InlineData("$(a)", "$(a)")]
    [InlineData("$( A)", "$( A)")]
    [InlineData("$(NONE)$(A)", "$(NONE)a")]
    [InlineData("$($(A))", "$($(A))")] // the name is "$(A", up to the first parenthesis
    // A doubled dollar is one that means nothing
    [InlineData("$$", "$")]
    [InlineData("$$(A)", "$(A)")]
    [InlineData("$$$(A)", "$a")]
    [InlineData("$$$$(A)", "$$(A)")]
    [InlineData("$$A", "$A")]
    // Other dollars stay
    [InlineData("$", "$")]
    [InlineData("A$", "A$")]
    [InlineData("$A", "$A")]
    [InlineData("${A}", "${A}")]
    [InlineData("$-$(A)", "$-a")]
    [InlineData("$(A", "$(A")]
    [InlineData("$(", "$(")]
    [InlineData("$(A $$", "$(A $")]
    [InlineData("\n$(A)\n", "\na\n")]
    // What was put in is not expanded again
    [InlineData("$(REFERENCE)", "$(A)")]
    public void Expands_as_Kubernetes_does(string text, string expected) =>
        Assert.Equal(expected, VariableExpansion.Expand(text, Variables));
}

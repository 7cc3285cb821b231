using BatchJobs.Primitives;

namespace BatchJobs.Core.Tests.Primitives;

public class IndexSetTextTests
{
    [Theory]
    [InlineData(new int[0], "")]
    [InlineData(new[] { 5 }, "5")]
    [InlineData(new[] { 0, 1 }, "0,1")]
    [InlineData(new[] { 0, 1, 2 }, "0-2")]
    [InlineData(new[] { 1, 3, 4, 5, 7 }, "1,3-5,7")]
    [InlineData(new[] { 9, 6, 5, 4, 3, 1, 0 }, "0,1,3-6,9")]
    public void Writes_as_Kubernetes_does(int[] indexes, string text)
    {
        var set = new IndexSet();
        Array.ForEach(indexes, index => set.Add(index));
        Assert.Equal(text, IndexSetText.Write(set));
    }

    [Theory]
    [InlineData("0,2-4", 10, "0,2-4")]
    [InlineData("3-4", 10, "3,4")]
    [InlineData("1,2,3", 10, "1-3")]
    [InlineData("", 10, "")]

    // What is no number is skipped, what comes after a second hyphen too.
    [InlineData("a,1,b-2,3-c,5", 10, "1,5")]
    [InlineData("1-2-9", 10, "1,2")]
    [InlineData("-3,4", 10, "4")]
    [InlineData(" 1,2", 10, "2")]
    [InlineData("+1", 10, "1")]
    [InlineData("4-3,6", 10, "6")]

    // The first index that is too large ends the list; an interval that is too long is cut.
    [InlineData("1,10,2", 10, "1")]
    [InlineData("1,12-15,2", 10, "1")]
    [InlineData("8-20,9", 10, "8,9")]
    [InlineData("0-9", 10, "0-9")]
    [InlineData("0", 0, "")]
    public void Reads_forgivingly(string text, int completions, string expected) =>
        Assert.Equal(expected, IndexSetText.Read(text, completions).ToString());

    [Theory]
    [InlineData("12", true, 12)]
    [InlineData("-12", true, -12)]
    [InlineData("+12", true, 12)]
    [InlineData("", false, 0)]
    [InlineData(" 1", false, 0)]
    [InlineData("1 ", false, 0)]
    [InlineData("1.0", false, 0)]
    [InlineData("1e3", false, 0)]
    [InlineData("0x1", false, 0)]
    public void Knows_an_integer_as_Go_does(string text, bool isInteger, int expected)
    {
        Assert.Equal(isInteger, IndexSetText.TryParseInteger(text, out int value));
        Assert.Equal(expected, value);
    }
}

using System.Text;
using BatchJobs.Processes.Mac;

namespace BatchJobs.Processes.Tests.Mac;

public class ProcessArgumentsTests
{
    // What the kernel writes for `sleep FOO=1 2` with two variables: the count, the program, padding, arguments, environment, its end.
    private static readonly byte[] Sleep = [3, 0, 0, 0, .. Encoding.UTF8.GetBytes("/bin/sleep\0\0\0\0\0sleep\0FOO=1\0" + "2\0FOO=bar\0EMPTY=\0\0ptr_munge=\0")];

    [Theory]
    [InlineData("FOO", "bar")] // not the argument that looks like it
    [InlineData("EMPTY", "")]
    [InlineData("FO", null)]
    [InlineData("ptr_munge", null)] // what follows the environment is the kernel's own
    public void A_variable_is_found_in_the_environment_alone(string name, string? value) => Assert.Equal(value, ProcessArguments.Variable(Sleep, name));

    [Fact]
    public void What_was_cut_short_has_no_variables()
    {
        for (var length = 0; length < Sleep.Length; length++) _ = ProcessArguments.Variable(Sleep.AsSpan(0, length), "FOO");
        Assert.Null(ProcessArguments.Variable(Sleep.AsSpan(0, 20), "FOO"));
        Assert.Null(ProcessArguments.Variable([], "FOO"));
    }
}

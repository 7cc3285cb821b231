using System.Diagnostics;
using System.Runtime.Versioning;
using BatchJobs.Processes.Linux;

namespace BatchJobs.Processes.Tests.Linux;

[SupportedOSPlatform("linux")]
public class ProcessEnvironmentTests
{
    private const string Name = "BATCHJOBS_TEST";

    [Theory]
    [InlineData("value")]
    [InlineData("")]
    public void A_variable_has_the_value_the_process_was_started_with(string value)
    {
        using var shell = new Shell("read line", value);
        Assert.Equal(value, ProcessEnvironment.Variable(shell.Id, Name));
        Assert.Null(ProcessEnvironment.Variable(shell.Id, "BATCHJOBS"));
    }

    [Fact]
    public void A_long_environment_is_read_to_its_end()
    {
        var value = new string('x', 100_000);
        using var shell = new Shell("read line", value);
        Assert.Equal(value, ProcessEnvironment.Variable(shell.Id, Name));
    }

    [Fact]
    public void A_process_has_its_environment_also_while_it_replaces_its_program()
    {
        using var shell = new Shell("exec /bin/sh -c \"$AGAIN\"", "value");
        for (var look = 0; look < 20_000; look++) Assert.Equal("value", ProcessEnvironment.Variable(shell.Id, Name));
    }

    [Fact]
    public void A_process_without_an_environment_has_no_variables()
    {
        using var shell = new Shell("exec env -i /bin/sh -c 'echo; read line'", "value");
        shell.ReadLine();
        Assert.Null(ProcessEnvironment.Variable(shell.Id, Name));
    }

    [Fact]
    public void A_process_that_is_gone_has_no_variables()
    {
        using var shell = new Shell("exit", "value");
        shell.WaitForExit();
        Assert.Null(ProcessEnvironment.Variable(shell.Id, Name));
    }

    private sealed class Shell : IDisposable
    {
        private readonly Process process;

        internal Shell(string script, string value)
        {
            var start = new ProcessStartInfo("/bin/sh", ["-c", script]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
            start.Environment[Name] = value;
            start.Environment["AGAIN"] = script;
            process = Process.Start(start)!;
        }

        internal int Id => process.Id;

        internal void ReadLine() => process.StandardOutput.ReadLine();

        internal void WaitForExit() => process.WaitForExit();

        public void Dispose()
        {
            process.Kill();
            process.Dispose();
        }
    }
}

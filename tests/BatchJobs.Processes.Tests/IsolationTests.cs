using System.Globalization;
using System.IO.Pipes;
using BatchJobs.Processes.Tests.Infrastructure;

namespace BatchJobs.Processes.Tests;

/// <summary>What does not reach the program.</summary>
public class IsolationTests
{
    [Fact]
    public async Task No_signal_is_blocked_or_ignored()
    {
        await using var bench = await Bench.OpenAsync();

        var lines = await bench.OutputOfAsync(Bench.Runs("/bin/grep", "-E", "^Sig(Blk|Ign):", "/proc/self/status"));

        Assert.Equal(["SigBlk:\t0000000000000000", "SigIgn:\t0000000000000000"], lines.Select(WithoutInternalSignals));
    }

    // The C library keeps signals 32 and 33 to itself.
    private static string WithoutInternalSignals(string line) => line.Replace("0000000180000000", "0000000000000000", StringComparison.Ordinal);

    [Fact]
    public async Task Only_input_output_the_lifeline_and_the_termination_message_are_open()
    {
        using var ordinary = File.OpenRead("/etc/passwd");
        await using var inheritable = new AnonymousPipeServerStream(PipeDirection.Out, HandleInheritability.Inheritable);
        await using var bench = await Bench.OpenAsync();

        var lines = await bench.OutputOfAsync(Bench.Runs("/bin/ls", "/proc/self/fd"));

        // 3 is the folder ls reads.
        Assert.Equal(["0", "1", "2", "238", "239", "3"], lines);
    }

    [Fact]
    public async Task Each_container_leads_a_group_of_its_own()
    {
        await using var bench = await Bench.OpenAsync();

        var stat = (await bench.OutputOfAsync(Bench.Runs("/bin/cat", "/proc/self/stat")))[0].Split(' ');

        Assert.Equal((stat[0], Environment.ProcessId.ToString(CultureInfo.InvariantCulture)), (stat[4], stat[3]));
    }

    [TerminalFact]
    public async Task A_container_has_no_terminal_though_the_application_has_one()
    {
        using var engine = Application.StartInTerminal("engine", Bench.Program, "terminal");

        var told = (await engine.LineAsync("process")).Split(' ');

        Assert.Equal(told[1], told[^1]);
        Assert.Equal("no terminal", await engine.LineAsync("no"));
    }

    [Fact]
    public async Task Standard_input_is_empty()
    {
        await using var bench = await Bench.OpenAsync();

        Assert.Equal(["0"], await bench.OutputOfAsync(Bench.Does("count-input")));
    }
}

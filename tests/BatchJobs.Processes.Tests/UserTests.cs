using System.Text.Json;
using BatchJobs.Processes.Tests.Infrastructure;
using BatchJobs.Specs;

namespace BatchJobs.Processes.Tests;

public class UserTests
{
    private static readonly string[] WhoAmI = ["/bin/sh", "-c", "id -u; id -g; id -G; grep -E '^(Uid|Gid|CapEff)' /proc/self/status | cut -f 2-; echo -n seen > $BATCHJOBS_TERMINATION_LOG"];

    [RootFact]
    public async Task A_container_can_run_as_another_user()
    {
        await using var bench = await Bench.OpenAsync();
        var container = Bench.Runs(WhoAmI) with { WorkingDir = "/", SecurityContext = JsonElement.Parse("""{"runAsUser":12345,"runAsGroup":54321}""") };
        var pod = await bench.StartAsync(new PodSpec { SecurityContext = JsonElement.Parse("""{"runAsUser":1,"supplementalGroups":[7]}"""), Containers = [container] });

        var status = await bench.EndOfAsync(pod);

        Assert.Equal(
            ["12345", "54321", "54321 7", "12345\t12345\t12345\t12345", "54321\t54321\t54321\t54321", "0000000000000000"],
            await bench.LogAsync(pod));
        Assert.Equal("seen", status.ContainerStatuses[0].Terminated!.Message);
    }

    [RootFact]
    public async Task This_process_stays_who_it_is()
    {
        await using var bench = await Bench.OpenAsync();
        await bench.EndOfAsync(Bench.Runs("/bin/true") with { WorkingDir = "/", SecurityContext = JsonElement.Parse("""{"runAsUser":12345}""") });

        Assert.Equal("0", (await bench.OutputOfAsync(Bench.Runs("id", "-u")))[0]);
        Assert.All(ProcessTable.OfThreads("status"), status => Assert.Contains("\nUid:\t0\t0\t0\t0\n", status, StringComparison.Ordinal));
    }

    [RootFact]
    public async Task What_another_user_may_not_run_cannot_be_started()
    {
        await using var bench = await Bench.OpenAsync();
        var folder = Directory.CreateTempSubdirectory().FullName;
        File.Copy("/bin/true", Path.Combine(folder, "program"));

        var end = await bench.EndOfAsync(Bench.Runs(Path.Combine(folder, "program")) with { WorkingDir = "/", SecurityContext = JsonElement.Parse("""{"runAsUser":12345}""") });

        Assert.Equal(("StartError", 128), (end.Reason, end.ExitCode));
        Assert.EndsWith("permission denied", end.Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [RootFact]
    public async Task A_container_that_must_not_be_root_is_not()
    {
        await using var bench = await Bench.OpenAsync();

        var end = await bench.EndOfAsync(Bench.Runs("/bin/true") with { SecurityContext = JsonElement.Parse("""{"runAsNonRoot":true}""") });

        Assert.Equal(("CreateContainerConfigError", "container \"main\" has runAsNonRoot and would run as root"), (end.Reason, end.Message));
    }

    [Fact]
    public async Task To_ask_for_the_user_one_is_anyway_needs_no_privilege()
    {
        await using var bench = await Bench.OpenAsync();
        var me = (await bench.OutputOfAsync(Bench.Runs("id", "-u")))[0];

        var end = await bench.EndOfAsync(Bench.Runs("/bin/true") with { SecurityContext = JsonElement.Parse($$"""{"runAsUser":{{me}}}""") });

        Assert.Equal(0, end.ExitCode);
    }
}

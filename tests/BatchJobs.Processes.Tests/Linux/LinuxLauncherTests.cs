using System.Runtime.Versioning;
using BatchJobs.Processes.Launching;
using BatchJobs.Processes.Linux;
using BatchJobs.Processes.Tests.Infrastructure;

namespace BatchJobs.Processes.Tests.Linux;

[SupportedOSPlatform("linux")]
public sealed class LinuxLauncherTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_program_that_somebody_still_has_open_for_writing_is_started_a_moment_later()
    {
        var program = Path.Combine(folder, "program");
        await File.WriteAllTextAsync(program, "#!/bin/sh\nexit 7\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await using var writer = File.OpenWrite(program);
        using var events = new DescriptorEvents();
        using var launcher = new LinuxLauncher(events, action => action(), TimeProvider.System, mayOutlive: false, folder, asksKernel: true);
        var attempts = 0;
        var request = new SpawnRequest(program, [program], [], folder)
        {
            Confine = _ =>
            {
                if (++attempts == 2) writer.Dispose();
            },
        };

        var end = launcher.Launch(request, output: null, error: null).EndAsync(Patience.Time);
        while (!end.IsCompleted) events.Wait();

        Assert.Equal(7, (await end).Code);
    }
}

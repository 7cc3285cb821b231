using System.Diagnostics;
using System.Text;
using System.Text.Json;
using BatchJobs.Pods;
using BatchJobs.Processes.Tests.Infrastructure;
using BatchJobs.Processes.Volumes;
using BatchJobs.Specs;

namespace BatchJobs.Processes.Tests;

public class VolumeTests
{
    [Fact]
    public async Task Containers_share_an_emptyDir_under_whatever_path_each_mounts_it_and_it_goes_with_the_pod()
    {
        await using var bench = await Bench.OpenAsync();
        var pod = await bench.StartAsync(new PodSpec
        {
            Volumes = JsonElement.Parse("""[{"name":"work","emptyDir":{}}]"""),
            InitContainers = [Bench.Runs("/bin/sh", "-c", "echo hello > $0", "/in/file") with { Name = "writer", VolumeMounts = Mount("work", "/in") }],
            Containers =
            [
                Bench.Runs("/bin/sh", "-c", "pwd; cat file $OTHER; stat -c %a .") with
                {
                    WorkingDir = "/out",
                    VolumeMounts = Mount("work", "/out"),
                    Env = [new EnvVar { Name = "OTHER", Value = "/out/file" }],
                },
            ],
        });

        Assert.Equal(PodPhase.Succeeded, (await bench.EndOfAsync(pod)).Phase);

        var lines = await bench.LogAsync(pod);
        Assert.Equal(["hello", "hello", "777"], lines.Skip(1));
        Assert.False(Directory.Exists(lines[0]));
    }

    [Fact]
    public async Task A_file_that_cannot_be_removed_does_not_keep_the_executor_from_closing()
    {
        await using var bench = await Bench.OpenAsync();
        var pod = await bench.StartAsync(new PodSpec
        {
            Volumes = JsonElement.Parse("""[{"name":"work","emptyDir":{}}]"""),
            Containers = [Bench.Runs("/bin/sh", "-c", "pwd; mkdir d; touch d/f; chattr +i d/f || chmod 500 d") with { WorkingDir = "/work", VolumeMounts = Mount("work", "/work") }],
        });
        Assert.Equal(PodPhase.Succeeded, (await bench.EndOfAsync(pod)).Phase);
        var volume = (await bench.LogAsync(pod))[0];

        await bench.Executor.DisposeAsync();

        Assert.True(File.Exists(Path.Combine(volume, "d", "f")));
        using var cleaning = Process.Start("/bin/sh", ["-c", "chattr -i $0/d/f; chmod 700 $0/d; rm -r ${0%/*/*/*}", volume]);
        await cleaning.WaitForExitAsync();
    }

    [Fact]
    public async Task A_hostPath_is_the_path_it_names()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        await using var bench = await Bench.OpenAsync();
        var container = Bench.Runs("/bin/sh", "-c", "echo text > $0", "/data/sub/file") with { VolumeMounts = JsonElement.Parse("""[{"name":"v","mountPath":"/data/sub","subPath":"part"}]""") };
        var spec = new PodSpec { Volumes = JsonElement.Parse($$$"""[{"name":"v","hostPath":{"path":"{{{folder}}}"}}]"""), Containers = [container] };

        Assert.Equal(PodPhase.Succeeded, (await bench.EndOfAsync(await bench.StartAsync(spec))).Phase);

        Assert.Equal("text\n", await File.ReadAllTextAsync(Path.Combine(folder, "part", "file")));
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("""{"name":"v","hostPath":{"path":"/no/such","type":"Directory"}}""", "hostPath type check failed: /no/such is not a Directory")]
    [InlineData("""{"name":"v","nfs":{"server":"s","path":"/"}}""", "volume \"v\": processes have no volumes of the kind nfs")]
    [InlineData("""{"name":"v","configMap":{"name":"none"}}""", "volume \"v\": configmap \"none\" not found")]
    [InlineData("""{"name":"v","configMap":{"name":"map","items":[{"key":"none","path":"p"}]}}""", "volume \"v\": references non-existent config key: none")]
    [InlineData("""{"name":"v","downwardAPI":{"items":[{"path":"p","fieldRef":{"fieldPath":"status.podIP"}}]}}""", "volume \"v\": field \"status.podIP\" does not exist for processes")]
    [InlineData("""{"name":"v","downwardAPI":{"items":[{"path":"../p","fieldRef":{"fieldPath":"metadata.name"}}]}}""", "volume \"v\": path \"../p\" leaves the volume")]
    public async Task A_volume_that_cannot_be_had_fails_the_container(string volume, string message)
    {
        await using var bench = await Bench.OpenAsync(new ProcessExecutorOptions { ConfigSource = new Source() });

        var status = await bench.EndOfAsync(await bench.StartAsync(Pod(volume, "true")));

        var end = status.ContainerStatuses[0].Terminated!;
        Assert.Equal(("CreateContainerConfigError", message), (end.Reason, end.Message));
    }

    [Theory]
    [InlineData("""{"name":"v","configMap":{"name":"map"}}""", "cd /v; cat a b.txt; stat -c %a a", "1 2 644")]
    [InlineData("""{"name":"v","secret":{"secretName":"password","defaultMode":256}}""", "cd /v; cat key; stat -c %a key", "hush 400")]
    [InlineData("""{"name":"v","configMap":{"name":"map","items":[{"key":"a","path":"deep/er","mode":384}]}}""", "cd /v; ls -R | grep er; cat deep/er; stat -c %a deep/er", "er 1 600")]
    [InlineData("""{"name":"v","configMap":{"name":"none","optional":true}}""", "ls -A /v | wc -l", "0")]
    [InlineData(
        """{"name":"v","downwardAPI":{"items":[{"path":"l","fieldRef":{"fieldPath":"metadata.labels"}},{"path":"n","fieldRef":{"fieldPath":"metadata.name"}}]}}""",
        "cd /v; cat l; echo; cat n", "a=\"x \\\"y\\\"\" b=\"z\" job-1")]
    [InlineData(
        """{"name":"v","projected":{"sources":[{"configMap":{"name":"map","items":[{"key":"a","path":"m"}]}},{"secret":{"name":"password"}},{"downwardAPI":{"items":[{"path":"u","fieldRef":{"fieldPath":"metadata.namespace"}}]}}]}}""",
        "cd /v; for i in *; do cat $i; echo; done", "hush 1 space")]
    public async Task Files_come_from_objects_and_from_the_pod_itself(string volume, string script, string expected)
    {
        await using var bench = await Bench.OpenAsync(new ProcessExecutorOptions { ConfigSource = new Source() });
        var spec = Pod(volume, "sh", "-c", $"{script.Replace("/v", "$0", StringComparison.Ordinal)}", "/v");

        var pod = await bench.StartAsync(spec, request => request with { Labels = new Dictionary<string, string> { ["b"] = "z", ["a"] = "x \"y\"" } });

        var status = await bench.EndOfAsync(pod);
        Assert.Equal(expected.Split(' '), (await bench.LogAsync(pod)).SelectMany(line => line.Split(' ')).Where(word => word.Length > 0));
        Assert.Equal(PodPhase.Succeeded, status.Phase);
    }

    [Fact]
    public async Task Variables_come_from_objects_too()
    {
        await using var bench = await Bench.OpenAsync(new ProcessExecutorOptions { ConfigSource = new Source() });
        var container = Bench.Runs("/bin/sh", "-c", "echo $P_a $key $SECRET $CPU $MEMORY $LATER") with
        {
            EnvFrom = JsonElement.Parse("""[{"prefix":"P_","configMapRef":{"name":"map"}},{"secretRef":{"name":"password"}},{"configMapRef":{"name":"none","optional":true}}]"""),
            Resources = JsonElement.Parse("""{"limits":{"memory":"64Mi"},"requests":{"cpu":"1500m"}}"""),
            Env =
            [
                new EnvVar { Name = "SECRET", ValueFrom = new EnvVarSource { SecretKeyRef = JsonElement.Parse("""{"name":"password","key":"key"}""") } },
                new EnvVar { Name = "CPU", ValueFrom = new EnvVarSource { ResourceFieldRef = JsonElement.Parse("""{"resource":"requests.cpu"}""") } },
                new EnvVar { Name = "MEMORY", ValueFrom = new EnvVarSource { ResourceFieldRef = JsonElement.Parse("""{"resource":"limits.memory","divisor":"1Mi"}""") } },
                new EnvVar { Name = "LATER", Value = "$(P_a)$(key)" },
            ],
        };

        Assert.Equal(["1 hush hush 2 64 1 hush"], await bench.OutputOfAsync(container));
    }

    [Fact]
    public async Task Secrets_are_in_no_report_and_no_log()
    {
        var logger = new ListLogger();
        await using var bench = await Bench.OpenAsync(new ProcessExecutorOptions { ConfigSource = new Source(), Logger = logger });
        var secret = new EnvVar { Name = "SECRET", ValueFrom = new EnvVarSource { SecretKeyRef = JsonElement.Parse("""{"name":"password","key":"key"}""") } };

        var pods = new List<PodId>();
        foreach (var command in new[] { "/no/such/program", "/bin/false", "/bin/true" })
        {
            pods.Add(await bench.StartAsync(new PodSpec { Volumes = JsonElement.Parse("""[{"name":"v","nfs":{}}]"""), Containers = [Bench.Runs(command) with { Image = "none", Env = [secret] }] }));
            await bench.EndOfAsync(pods[^1]);
        }

        Assert.Equal(2, logger.Messages.Count); // image and volume
        Assert.DoesNotContain(pods.SelectMany(bench.Reports.Of).Select(JsonText).Concat(logger.Messages), text => text.Contains("hush", StringComparison.Ordinal));
    }

    [Fact]
    public void Folders_can_be_the_source()
    {
        var root = Directory.CreateTempSubdirectory().FullName;
        Directory.CreateDirectory(Path.Combine(root, "secrets", "space", "password"));
        File.WriteAllText(Path.Combine(root, "secrets", "space", "password", "key"), "hush");
        File.WriteAllText(Path.Combine(root, "secrets", "space", "password", ".hidden"), "");
        var source = new FolderConfigSource(root);

        var (key, value) = Assert.Single(source.Find(PodConfigKind.Secret, "space", "password")!);
        Assert.Equal(("key", "hush"), (key, Encoding.UTF8.GetString(value.Span)));
        Assert.Null(source.Find(PodConfigKind.ConfigMap, "space", "password"));
        Assert.Null(source.Find(PodConfigKind.Secret, "space", "../space/password"));
        Assert.Null(source.Find(PodConfigKind.Secret, "..", "secrets"));
        Directory.Delete(root, recursive: true);
    }

    [Theory]
    [InlineData("/data", "/real")]
    [InlineData("/data/x", "/real/x")]
    [InlineData("/data/deep/x", "/deeper/x")] // the longest wins
    [InlineData("/database", "/database")]
    [InlineData("--in=/data", "--in=/data")] // only at the start
    [InlineData("", "")]
    public void A_text_that_begins_with_a_mount_path_means_the_volume(string text, string expected) =>
        Assert.Equal(expected, new MountMap([new("/data", "/real"), new("/data/deep", "/deeper")]).Resolve(text));

    private static string JsonText(PodStatus status) => JsonSerializer.Serialize(status);

    private static PodSpec Pod(string volume, params string[] command) => new()
    {
        Volumes = JsonElement.Parse($"[{volume}]"),
        Containers = [Bench.Runs(command) with { VolumeMounts = Mount("v", "/v") }],
    };

    private static JsonElement Mount(string volume, string path) => JsonElement.Parse($$"""[{"name":"{{volume}}","mountPath":"{{path}}"}]""");

    private sealed class Source : IPodConfigSource
    {
        public IReadOnlyDictionary<string, ReadOnlyMemory<byte>>? Find(PodConfigKind kind, string @namespace, string name) => (kind, @namespace, name) switch
        {
            (PodConfigKind.ConfigMap, "space", "map") => new Dictionary<string, ReadOnlyMemory<byte>> { ["a"] = "1\n"u8.ToArray(), ["b.txt"] = "2\n"u8.ToArray() },
            (PodConfigKind.Secret, "space", "password") => new Dictionary<string, ReadOnlyMemory<byte>> { ["key"] = "hush\n"u8.ToArray() },
            _ => null,
        };
    }
}

using BatchJobs.Cli.Tests.Support;

namespace BatchJobs.Cli.Tests.Commands;

public class BadInputTests
{
    private const string Valid = """
        apiVersion: batch/v1
        kind: Job
        metadata:
          name: good
        spec:
          template:
            spec:
              restartPolicy: Never
              containers:
              - name: worker
                image: busybox
                command: ["sh", "-c", "echo started > {0}"]
        """;

    /// <summary>What is changed in a valid manifest, and what the error has to name.</summary>
    public static TheoryData<string, string, string, string[]> Manifests => new()
    {
        // What the object is.
        { "wrong kind", "kind: Job", "kind: Pod", ["no kind \"Pod\"", "give a Job or a CronJob of batch/v1"] },
        { "kind in small letters", "kind: Job", "kind: job", [":2:", "no kind \"job\" is registered for version \"batch/v1\"; did you mean Job?"] },
        { "version of a pod", "apiVersion: batch/v1", "apiVersion: v1", [":1:", "write apiVersion: batch/v1"] },
        { "wrong version", "apiVersion: batch/v1", "apiVersion: batch/v7", ["batch/v7"] },

        // What the API server's strict decoding rejects.
        { "unknown field", "spec:\n  template", "spec:\n  paralelism: 2\n  template", [":6:", "unknown field \"spec.paralelism\"; did you mean parallelism?"] },
        { "field at another level", "      containers:", "    containers:", [":9:", "unknown field \"spec.template.containers\"; containers belongs to spec.template.spec"] },
        { "repeated field", "metadata:", "kind: Job\nmetadata:", ["kind", "put a line with --- before it"] },
        { "text for a number", "spec:\n  template", "spec:\n  completions: many\n  template", [":6:", "spec.completions: must be a whole number, not the text \"many\""] },
        { "number in quotes", "spec:\n  template", "spec:\n  completions: \"3\"\n  template", [":6:", "write 3 without quotes"] },

        // What its validation rejects.
        { "negative number", "spec:\n  template", "spec:\n  completions: -1\n  template", [":6:", "spec.completions", "must be greater than or equal to 0"] },
        { "restartPolicy Always", "restartPolicy: Never", "restartPolicy: Always", [":8:", "spec.template.spec.restartPolicy", "valid values: "] },
        { "no restartPolicy", "      restartPolicy: Never\n", "", ["spec.template.spec.restartPolicy", "Required value"] },
        { "no containers", "containers:", "initContainers:", ["spec.template.spec.containers", "Required value"] },
        { "bad name", "name: good", "name: Not_Good", [":4:", "metadata.name", "RFC 1123"] },

        // What could never end when nobody is there to change the Job.
        { "suspended", "spec:\n  template", "spec:\n  suspend: true\n  template", [":6:", "spec.suspend"] },
        { "no pods at all", "spec:\n  template", "spec:\n  parallelism: 0\n  template", [":6:", "spec.parallelism"] },
        { "managed elsewhere", "spec:\n  template", "spec:\n  managedBy: example.com/other\n  template", [":6:", "spec.managedBy"] },

        // What a cluster would take from the image.
        { "no command", "command: [", "args: [", [":10:", "spec.template.spec.containers[0].command: Required value: image \"busybox\" names no program of this machine"] },

        // What is no YAML.
        { "broken YAML", "metadata:", "metadata: [", ["bad.yaml:"] },
        { "a column too far right", "        image:", "         image:", ["bad.yaml:11:10:", "image begins in column 10: move it to column 9, where name begins"] },
        { "below nothing", "  template:\n    spec:", "  template:\n  spec:", ["bad.yaml:7:3:", "unknown field \"spec.spec\"; spec belongs to spec.template: put it further right than template"] },
        { "tabs", "  name: good", "\tname: good", ["bad.yaml:4:1:", "tabs are not allowed there, indent with spaces"] },
    };

    [Theory]
    [MemberData(nameof(Manifests))]
    public async Task A_bad_manifest_is_named_with_its_place_and_nothing_is_started(string what, string valid, string bad, string[] named)
    {
        using TemporaryFolder folder = new();
        string trace = Path.Combine(folder.Path, "started");
        string good = Valid.Replace("{0}", trace, StringComparison.Ordinal);
        Assert.True(good.Contains(valid, StringComparison.Ordinal), what);
        string file = folder.Write("bad.yaml", good.Replace(valid, bad, StringComparison.Ordinal));

        CommandResult result = (await CommandRun.RunAsync("run", "-f", file)).Exited(2);

        Assert.Contains("bad.yaml", result.ErrorText, StringComparison.Ordinal);
        Assert.All(named, text => Assert.Contains(text, result.ErrorText, StringComparison.Ordinal));
        Assert.Empty(result.OutputText);
        Assert.False(File.Exists(trace));
    }

    [Fact]
    public async Task One_bad_document_keeps_the_good_ones_from_starting()
    {
        using TemporaryFolder folder = new();
        string trace = Path.Combine(folder.Path, "started");
        string good = Valid.Replace("{0}", trace, StringComparison.Ordinal);
        string file = folder.Write("two.yaml", $"{good}\n---\n{good.Replace("name: good", "name: bad", StringComparison.Ordinal).Replace("spec:\n  template", "spec:\n  backoffLimit: -3\n  template", StringComparison.Ordinal)}");

        CommandResult result = (await CommandRun.RunAsync("run", "-f", file)).Exited(2);

        Assert.Contains("spec.backoffLimit", result.ErrorText, StringComparison.Ordinal);
        Assert.Contains("two.yaml:19:", result.ErrorText, StringComparison.Ordinal);
        Assert.Contains("nothing was started", result.ErrorText, StringComparison.Ordinal);
        Assert.False(File.Exists(trace));
    }

    [Fact]
    public async Task Two_Jobs_of_one_name_are_refused_together()
    {
        string good = Valid.Replace("{0}", "/dev/null", StringComparison.Ordinal);

        CommandResult result = (await CommandRun.RunWithInputAsync($"{good}\n---\n{good}", "run", "-f", "-")).Exited(2);

        Assert.Contains("jobs.batch \"good\" already exists", result.ErrorText, StringComparison.Ordinal);
    }

    public static TheoryData<string, byte[], string> Files => new()
    {
        { "empty file", [], "no Job" },
        { "only comments", "# nothing\n---\n"u8.ToArray(), "no Job" },
        { "binary file", [0x7f, (byte)'E', (byte)'L', (byte)'F', 0, 1, 2], "not a text file" },
        { "other encoding", [(byte)'k', 0xe9, (byte)'y'], "not a text file" },
        { "plain text", "hello"u8.ToArray(), "a manifest is an object with apiVersion: batch/v1" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_file_that_is_no_manifest_is_refused(string what, byte[] content, string named)
    {
        using TemporaryFolder folder = new();
        string file = folder.Write(what.Replace(' ', '-'), "");
        await File.WriteAllBytesAsync(file, content, TestContext.Current.CancellationToken);

        CommandResult result = (await CommandRun.RunAsync("run", "-f", file)).Exited(2);

        Assert.Contains(file, result.ErrorText, StringComparison.Ordinal);
        Assert.Contains(named, result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_probably_meant_by_a_misspelt_command_goes_where_errors_go()
    {
        CommandResult result = (await CommandRun.RunAsync("rnu")).Exited(2);

        Assert.Empty(result.OutputText);
        Assert.Contains("Did you mean one of the following?", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_100_MB_is_refused_without_being_read()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("large.yaml", "");
        await using (FileStream stream = File.OpenWrite(file))
        {
            stream.SetLength(100 * 1024 * 1024);
        }

        CommandResult result = (await CommandRun.RunAsync("run", "-f", file)).Exited(2);

        Assert.Contains("larger than 4 MiB", result.ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run", "-f", "no/such/file.yaml", "no such file")]
    [InlineData("run", "-f", "samples", "is a folder")]
    [InlineData("run", "-f", "", "--file")]
    [InlineData("run", "--timeout", "soon", "90s")]
    [InlineData("run", "--output", "xml", "neither text nor json")]
    [InlineData("get", "--store", "samples", "samples is a folder; give the file in it")]
    [InlineData("rnu", "-f", "x", "see: batchjobs --help")]
    public async Task A_wrong_command_line_says_what_to_do_about_it(string command, string option, string value, string named)
    {
        CommandResult result = (await CommandRun.RunAsync(command, option, value)).Exited(2);

        Assert.Contains(named, result.ErrorText, StringComparison.Ordinal);
    }
}

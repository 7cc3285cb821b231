using System.Buffers;
using System.CommandLine;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using BatchJobs.Cli.Input;
using BatchJobs.Testing.Scenarios;
using BatchJobs.Testing.Simulation;
using BatchJobs.Validation;

namespace BatchJobs.Cli.Commands;

/// <summary><c>batchjobs simulate</c>: what Jobs would do if their pods behaved as scenarios say.</summary>
internal static class SimulateCommand
{
    public const string Examples = """
        The time line of a scenario, hours of it in milliseconds:
          batchjobs simulate -f scenario.json

        All scenarios of a folder, one JSON object a line, in the order of the file names:
          batchjobs simulate -f scenarios --output json
        """;

    public static Command Create()
    {
        Option<string> file = SharedOptions.File("A scenario in JSON, or a folder of *.json; - for standard input.");
        Option<int> seed = new("--seed") { Description = "What the names of pods are made from; the same seed gives the same result.", HelpName = "N" };
        Option<OutputFormat> output = SharedOptions.Output();
        Command command = new("simulate", "Tells what Jobs would do if their pods behaved as scenarios say, in virtual time.") { file, seed, output };
        command.SetAction((result, cancellationToken) => RunAsync(
            result.GetRequiredValue(file),
            new JobSimulatorOptions { Seed = result.GetValue(seed) },
            result.GetValue(output),
            result.InvocationConfiguration,
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        string path,
        JobSimulatorOptions options,
        OutputFormat format,
        InvocationConfiguration streams,
        CancellationToken cancellationToken)
    {
        int exitCode = ExitCodes.Success;
        foreach (string file in Files(path))
        {
            try
            {
                SimulationResult result = await JobSimulator.RunAsync(await ReadAsync(file), options, cancellationToken);
                Write(result, format, streams.Output);
            }
            catch (Exception exception) when (exception is ScenarioFormatException or InvalidObjectException or NotSupportedException)
            {
                await streams.Error.WriteLineAsync($"error: {file}: {exception.Message}");
                exitCode = ExitCodes.BadInput;
            }
        }

        return exitCode;
    }

    private static string[] Files(string path)
    {
        if (!Directory.Exists(path))
        {
            return [path];
        }

        string[] files = [.. Directory.EnumerateFiles(path, "*.json").Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw new BadInputException($"{path}: has no *.json files; give a scenario or a folder of scenarios");
    }

    private static async Task<Scenario> ReadAsync(string file) => ScenarioFile.Parse((await ManifestText.ReadAsync(file)).Text);

    private static void Write(SimulationResult result, OutputFormat format, TextWriter output)
    {
        if (format == OutputFormat.Text)
        {
            result.WriteTimeline(output);
            return;
        }

        ArrayBufferWriter<byte> line = new();
        using (Utf8JsonWriter writer = new(line, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            result.WriteJson(writer);
        }

        output.WriteLine(Encoding.UTF8.GetString(line.WrittenSpan));
    }
}

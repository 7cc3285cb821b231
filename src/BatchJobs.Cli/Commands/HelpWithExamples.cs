using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace BatchJobs.Cli.Commands;

/// <summary>The usual help, followed by what people copy from help pages: examples.</summary>
internal sealed class HelpWithExamples(HelpAction usual, IReadOnlyDictionary<string, string> examples) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        int exitCode = usual.Invoke(parseResult);
        if (examples.TryGetValue(CommandLine.Path(parseResult.CommandResult.Command).Split(' ', 2)[^1], out string? text))
        {
            TextWriter output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (string line in text.ReplaceLineEndings("\n").Split('\n'))
            {
                output.WriteLine(line.Length == 0 ? "" : $"  {line}");
            }

            output.WriteLine();
        }

        return exitCode;
    }
}

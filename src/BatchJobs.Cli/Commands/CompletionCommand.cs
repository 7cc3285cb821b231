using System.CommandLine;

namespace BatchJobs.Cli.Commands;

/// <summary><c>batchjobs completion</c>: what makes a shell complete commands, options and the names of Jobs.</summary>
internal static class CompletionCommand
{
    public const string Examples = """
        bash, for this shell or for all to come:
          source <(batchjobs completion bash)
          batchjobs completion bash > ~/.local/share/bash-completion/completions/batchjobs

        zsh, fish, PowerShell:
          source <(batchjobs completion zsh)
          batchjobs completion fish > ~/.config/fish/completions/batchjobs.fish
          batchjobs completion pwsh >> $PROFILE

        Names of Jobs are completed if --store or BATCHJOBS_STORE says where they are.
        """;

    /// <summary>What the scripts call.</summary>
    private const string Hidden = "__complete";

    private const string Bash = """
        _batchjobs() {
          local IFS=$'\n'
          COMPREPLY=($(batchjobs __complete "$COMP_POINT" "$COMP_LINE" 2>/dev/null))
        }
        complete -o default -F _batchjobs batchjobs
        """;

    private const string Zsh = """
        _batchjobs() {
          local -a found
          found=("${(@f)$(batchjobs __complete "$CURSOR" "$BUFFER" 2>/dev/null)}")
          compadd -- $found
        }
        compdef _batchjobs batchjobs
        """;

    private const string Fish = """
        complete -c batchjobs -f -a '(batchjobs __complete (commandline -C) (commandline -p))'
        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName batchjobs -ScriptBlock {
          param($word, $command, $cursor)
          $position = $cursor - $command.Extent.StartOffset
          batchjobs __complete $position $command.ToString().PadRight($position) 2>$null |
            ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }
        """;

    public static Command Create()
    {
        Argument<string> shell = new("SHELL") { Description = "bash, zsh, fish or pwsh." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");
        Command command = new("completion", "Writes the script that makes a shell complete commands, options and names.") { shell };
        command.SetAction(result => result.InvocationConfiguration.Output.WriteLine(result.GetRequiredValue(shell) switch
        {
            "bash" => Bash,
            "zsh" => Zsh,
            "pwsh" => PowerShell,
            _ => Fish,
        }));
        return command;
    }

    /// <param name="root">The command line as a whole.</param>
    public static Command CreateHidden(Command root)
    {
        Argument<int> position = new("POSITION");
        Argument<string> line = new("LINE");
        Command command = new(Hidden) { position, line };
        command.Hidden = true;
        command.SetAction(result =>
        {
            foreach (string word in Complete(root, result.GetRequiredValue(line), result.GetValue(position)))
            {
                result.InvocationConfiguration.Output.WriteLine(word);
            }
        });
        return command;
    }

    /// <summary>The words that can stand where the cursor is.</summary>
    private static IEnumerable<string> Complete(Command root, string line, int position)
    {
        string before = line[..Math.Clamp(position, 0, line.Length)];
        int program = before.IndexOf(' ', StringComparison.Ordinal);
        string arguments = program < 0 ? "" : before[(program + 1)..];
        string begun = arguments.Split(' ')[^1];
        return root.Parse(arguments).GetCompletions(arguments.Length)
            .Select(item => item.InsertText ?? item.Label)
            .Where(word => word.StartsWith(begun, StringComparison.Ordinal) && word != Hidden)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
    }
}

using BatchJobs.TestPrograms;

return args switch
{
    ["exit", var code] => int.Parse(code),
    ["sleep"] => Ending.Sleep(),
    ["ignore-term"] => Ending.IgnoreTerm(),
    ["on-term", var code] => Ending.OnTerm(int.Parse(code)),
    ["crash", var signal] => Ending.Crash(int.Parse(signal)),
    ["print", var lines, var width] => Output.Lines(int.Parse(lines), int.Parse(width)),
    ["print-bytes"] => Output.AllBytes(),
    ["print-unended", var text] => Output.Unended(text),
    ["print-error", var text] => Output.Error(text),
    ["print-forever"] => Output.Forever(),
    ["close-output"] => Output.Close(),
    ["count-input"] => Output.CountInput(),
    ["leave-child", var program] => Descendants.Leave(program),
    ["keep-child", var program] => Descendants.Keep(program),
    ["escape", var program] => Descendants.Escape(program),
    ["daemon", var stay] => Misbehaviour.Daemon(stay == "1"),
    ["misbehave"] => Misbehaviour.Everything(),
    ["terminal"] => Terminal.Tell(),
    ["hide"] => Misbehaviour.Hide(),
    ["flood", var megabytes] => Output.Flood(int.Parse(megabytes)),
    ["allocate", var megabytes] => Memory.Allocate(int.Parse(megabytes)),
    ["host", var folder, var mode, var jobs, var completions] => await BatchHost.RunAsync(folder, mode == "adopt", int.Parse(jobs), int.Parse(completions)),
    ["engine", .. var command] => await Engine.RunAsync(command),
    _ => Unknown(args),
};

static int Unknown(string[] args)
{
    Console.Error.WriteLine($"unknown: {string.Join(' ', args)}");
    return 64;
}

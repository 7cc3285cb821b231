using BatchJobs.Cli.Commands;

return await CommandLine.InvokeAsync(args, Console.Out, Console.Error);

using System.CommandLine;
using BatchJobs.Cli.Connecting;
using BatchJobs.Cli.Input;
using BatchJobs.Cli.Reporting;
using BatchJobs.Client;
using BatchJobs.Control;
using BatchJobs.Primitives;
using BatchJobs.Storage;
using BatchJobs.Validation;

namespace BatchJobs.Cli.Commands;

/// <summary>A verb on the Jobs of a store: the options every one of them has, the connection, and what becomes of errors.</summary>
internal sealed class StoreVerb
{
    private readonly StoreUse use;
    private readonly StoreOption store = new();
    private readonly Option<string?> namespaceName = new("--namespace", "-n") { Description = "The namespace.", HelpName = "NAME", DefaultValueFactory = _ => JobKey.DefaultNamespace };

    public StoreVerb(string name, string description, StoreUse use)
    {
        this.use = use;
        Command = new Command(name, description) { store.Option, namespaceName };
    }

    public Command Command { get; }

    /// <summary>Adds an option or argument.</summary>
    public T With<T>(T symbol)
        where T : Symbol
    {
        if (symbol is Option option)
        {
            Command.Options.Add(option);
        }
        else if (symbol is Argument argument)
        {
            Command.Arguments.Add(argument);
        }

        return symbol;
    }

    /// <summary>The names of what the verb is about.</summary>
    public Argument<string[]> WithNames(string description, ArgumentArity? arity = null) => With(new Argument<string[]>("NAME")
    {
        Description = description,
        Arity = arity ?? ArgumentArity.OneOrMore,
        CompletionSources = { context => NameCompletion.Of(store.Find(context.ParseResult), context.ParseResult.GetValue(namespaceName)) },
    });

    public Command Does(Func<VerbContext, Task<int>> action)
    {
        Command.SetAction((result, cancellationToken) => TellingAsync(result, async () =>
        {
            await using JobConnection connection = await store.Get(result).OpenAsync(use, cancellationToken);
            return await action(new VerbContext(result, connection, result.GetValue(namespaceName)!, cancellationToken));
        }));
        return Command;
    }

    /// <summary>Says what went wrong, and what to do about it.</summary>
    public static async Task<int> TellingAsync(ParseResult result, Func<Task<int>> action)
    {
        TextWriter error = result.InvocationConfiguration.Error;
        try
        {
            return await action();
        }
        catch (Exception exception) when (exception is JobNotFoundException or JobAlreadyExistsException or JobConflictException or InvalidObjectException or InvalidOperationException or NotSupportedException)
        {
            await error.WriteLineAsync($"error: {exception.Words()}");
            if (Hint(exception) is { } hint)
            {
                await error.WriteLineAsync(hint);
            }

            return ExitCodes.Failure;
        }
        catch (ArgumentException exception)
        {
            throw new BadInputException(exception.Message);
        }
        catch (Exception exception) when (exception is JobStoreException or JobControlException)
        {
            await error.WriteLineAsync($"error: {exception.Message}");
            if (exception is JobStoreException { Problem: JobStoreProblem.InUse } && result.CommandResult.Command.Name == RunCommand.Name)
            {
                await error.WriteLineAsync("give it the Jobs: batchjobs create -f FILE; or run them apart: batchjobs run -f FILE --store \"\"");
            }

            return ExitCodes.Unreachable;
        }
    }

    private static string? Hint(Exception exception) => exception switch
    {
        JobNotFoundException { PodName: not null } => "see: batchjobs get pods",
        JobNotFoundException missing => $"see: batchjobs get {missing.Resource} -A",
        JobAlreadyExistsException => "give another name, or delete the old one: batchjobs delete NAME",
        _ => null,
    };
}

/// <summary>What a verb works with.</summary>
internal sealed record VerbContext(ParseResult Result, JobConnection Connection, string Namespace, CancellationToken CancellationToken)
{
    public IJobClient Jobs => Connection.Jobs;

    public ICronJobClient CronJobs => Connection.CronJobs;

    public TextWriter Output => Result.InvocationConfiguration.Output;

    public TextWriter Error => Result.InvocationConfiguration.Error;

    /// <summary>Shows things until there are no more, or nobody reads them any longer.</summary>
    public async Task<int> ShowAsync(Func<VerbContext, Task<int>> show)
    {
        CancellationToken unread = OutputReader.Gone;
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(CancellationToken, unread);
        try
        {
            return await show(this with { CancellationToken = end.Token });
        }
        catch (OperationCanceledException) when (unread.IsCancellationRequested)
        {
            return ExitCodes.Success;
        }
    }

    /// <summary>Does something to each of several things; what becomes of one of them keeps the others from nothing.</summary>
    /// <returns>The worst exit code.</returns>
    public Task<int> ForEachAsync<T>(IEnumerable<T> things, Func<T, Task> action) => ForEachAsync(things, async thing =>
    {
        await action(thing);
        return ExitCodes.Success;
    });

    /// <inheritdoc cref="ForEachAsync{T}(IEnumerable{T}, Func{T, Task})"/>
    public async Task<int> ForEachAsync<T>(IEnumerable<T> things, Func<T, Task<int>> action)
    {
        int worst = ExitCodes.Success;
        foreach (T thing in things)
        {
            worst = Math.Max(worst, await StoreVerb.TellingAsync(Result, () => action(thing)));
        }

        return worst;
    }

    public JobKey Key(string name) => new(Namespace, name);

    public async Task<int> SayAsync(string line)
    {
        await Output.WriteLineAsync(line);
        return ExitCodes.Success;
    }
}

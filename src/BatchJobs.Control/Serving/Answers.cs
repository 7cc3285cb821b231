using System.Runtime.CompilerServices;
using BatchJobs.Client;
using BatchJobs.Control.Protocol;
using BatchJobs.Specs;

namespace BatchJobs.Control.Serving;

/// <summary>Asks clients what a request wants to know, and puts the answer into replies.</summary>
internal sealed class Answers(IJobClient jobs, ICronJobClient cronJobs)
{
    private static readonly ControlReply Done = new() { End = true };

    public IAsyncEnumerable<ControlReply> Of(ControlRequest request, CancellationToken cancellationToken) => request.Verb switch
    {
        ControlVerb.Ping => None(() => Task.CompletedTask),
        ControlVerb.Create => One(() => jobs.CreateAsync(Required(request.Job), cancellationToken)),
        ControlVerb.Get => One(() => jobs.GetAsync(request.Key, cancellationToken)),
        ControlVerb.List => PageAsync(request.List, cancellationToken),
        ControlVerb.Watch => All(jobs.WatchAsync(request.Watch, cancellationToken), static change => new() { Change = change }),
        ControlVerb.Wait => One(() => jobs.WaitAsync(request.Key, cancellationToken)),
        ControlVerb.Update => One(() => jobs.UpdateAsync(Required(request.Job), cancellationToken)),
        ControlVerb.Patch => One(() => jobs.PatchAsync(request.Key, Required(request.MergePatch), cancellationToken)),
        ControlVerb.Delete => None(() => jobs.DeleteAsync(request.Key, request.Delete, cancellationToken)),
        ControlVerb.RetryFailedIndexes => One(() => jobs.RetryFailedIndexesAsync(request.Key, request.Name, cancellationToken)),
        ControlVerb.ListPods => Many(() => jobs.ListPodsAsync(request.Key, cancellationToken), static pod => new() { Pod = pod }),
        ControlVerb.WatchPods => All(jobs.WatchPodsAsync(request.Key, cancellationToken), static pod => new() { Pod = pod }),
        ControlVerb.DeletePod => None(() => jobs.DeletePodAsync(request.Key, Required(request.Name), request.GracePeriod, cancellationToken)),
        ControlVerb.ReadLog => All(jobs.ReadLogAsync(request.Key, Required(request.Name), request.Log, cancellationToken), static line => new() { Line = line }),
        ControlVerb.ListEvents => Many(() => jobs.ListEventsAsync(request.Key, cancellationToken), static entry => new() { Event = entry }),
        ControlVerb.Explain => OneAsync(() => jobs.ExplainAsync(request.Key, cancellationToken), static explanation => new() { Explanation = explanation }),
        ControlVerb.CreateCronJob => One(() => cronJobs.CreateCronJobAsync(Required(request.CronJob), cancellationToken)),
        ControlVerb.GetCronJob => One(() => cronJobs.GetCronJobAsync(request.Key, cancellationToken)),
        ControlVerb.ListCronJobs => Many(() => cronJobs.ListCronJobsAsync(request.Namespace, cancellationToken), static cronJob => new() { CronJob = cronJob }),
        ControlVerb.PatchCronJob => One(() => cronJobs.PatchCronJobAsync(request.Key, Required(request.MergePatch), cancellationToken)),
        ControlVerb.DeleteCronJob => None(() => cronJobs.DeleteCronJobAsync(request.Key, request.Delete, cancellationToken)),
        ControlVerb.TriggerCronJob => One(() => cronJobs.TriggerCronJobAsync(request.Key, request.Name, cancellationToken)),
        ControlVerb.ListCronJobEvents => Many(() => cronJobs.ListCronJobEventsAsync(request.Key, cancellationToken), static entry => new() { Event = entry }),
        _ => throw new NotSupportedException($"This server does not know {request.Verb}."),
    };

    private static IAsyncEnumerable<ControlReply> One(Func<Task<Job>> ask) => OneAsync(ask, static job => new() { Job = job });

    private static IAsyncEnumerable<ControlReply> One(Func<Task<CronJob>> ask) => OneAsync(ask, static cronJob => new() { CronJob = cronJob });

    private static async IAsyncEnumerable<ControlReply> OneAsync<T>(Func<Task<T>> ask, Func<T, ControlReply> tell)
    {
        yield return tell(await ask().ConfigureAwait(false));
        yield return Done;
    }

    private static async IAsyncEnumerable<ControlReply> None(Func<Task> ask)
    {
        await ask().ConfigureAwait(false);
        yield return Done;
    }

    private static async IAsyncEnumerable<ControlReply> Many<T>(Func<Task<IReadOnlyList<T>>> ask, Func<T, ControlReply> tell)
    {
        foreach (T item in await ask().ConfigureAwait(false))
        {
            yield return tell(item);
        }

        yield return Done;
    }

    private static async IAsyncEnumerable<ControlReply> All<T>(IAsyncEnumerable<T> items, Func<T, ControlReply> tell)
    {
        await foreach (T item in items.ConfigureAwait(false))
        {
            yield return tell(item);
        }

        yield return Done;
    }

    private async IAsyncEnumerable<ControlReply> PageAsync(JobListOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        JobList page = await jobs.ListAsync(options, cancellationToken).ConfigureAwait(false);
        foreach (Job job in page.Items)
        {
            yield return new ControlReply { Job = job };
        }

        yield return Done with { Continue = page.Continue, ResourceVersion = page.ResourceVersion };
    }

    private static T Required<T>(T? value)
        where T : class => value ?? throw new ArgumentException("The request lacks what it is about.");
}

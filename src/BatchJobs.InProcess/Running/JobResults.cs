using System.Text.Json;
using BatchJobs.Execution;

namespace BatchJobs.InProcess.Running;

/// <summary>The results of a Job: objects that pods of this process have set, and the JSON that is left of those of earlier ones.</summary>
internal sealed class JobResults(ExecutorServices services)
{
    private readonly Lock gate = new();

    /// <summary>By index or (NonIndexed) by the number of the pod.</summary>
    private readonly Dictionary<int, object> results = [];

    public int Count
    {
        get
        {
            lock (gate)
            {
                return results.Count;
            }
        }
    }

    /// <summary>Keeps the result of a pod; false if there are too many.</summary>
    public bool TryKeep(int key, object result)
    {
        lock (gate)
        {
            if (results.Count >= services.Options.MaxResultsPerJob && !results.ContainsKey(key))
            {
                return false;
            }

            results[key] = result;
            return true;
        }
    }

    /// <summary>The result of a pod as it is kept in a store.</summary>
    public PodResult? Find(int key)
    {
        object? result;
        lock (gate)
        {
            result = results.GetValueOrDefault(key);
        }

        return result switch
        {
            null => null,
            Stored stored => stored.Result,
            _ => new PodResult(key, NameOf(result.GetType()), services.Json.Write(result)),
        };
    }

    public void Restore(IReadOnlyList<PodResult> kept)
    {
        lock (gate)
        {
            foreach (PodResult result in kept)
            {
                results[result.Number] = new Stored(result);
            }
        }
    }

    /// <summary>Those of one type.</summary>
    public Dictionary<int, TResult> Of<TResult>()
    {
        KeyValuePair<int, object>[] all;
        lock (gate)
        {
            all = [.. results];
        }

        var found = new Dictionary<int, TResult>(all.Length);
        foreach ((int key, object result) in all)
        {
            if ((result is Stored stored ? Read<TResult>(key, stored) : result) is TResult typed)
            {
                found.Add(key, typed);
            }
        }

        return found;
    }

    /// <summary>The name of a type without the versions of assemblies, which change.</summary>
    private static string NameOf(Type type) => type.ToString();

    private object? Read<TResult>(int key, Stored stored)
    {
        if (stored.Result.Type != NameOf(typeof(TResult)))
        {
            return null;
        }

        try
        {
            object? result = services.Json.Read(stored.Result.Json, typeof(TResult));
            if (result is not null)
            {
                Replace(key, stored, result);
            }

            return result;
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            InProcessLog.ResultUnreadable(services.Logger, key, stored.Result.Type, error);
            return null;
        }
    }

    /// <summary>Whoever asks again gets the same object.</summary>
    private void Replace(int key, Stored stored, object result)
    {
        lock (gate)
        {
            if (results.GetValueOrDefault(key) == stored)
            {
                results[key] = result;
            }
        }
    }

    /// <summary>Told from a result that happens to be a <see cref="PodResult"/>.</summary>
    private sealed class Stored(PodResult result)
    {
        public PodResult Result => result;
    }
}

namespace BatchJobs.Control.Protocol;

/// <summary>Hearing an answer to its end.</summary>
internal static class ReplyExtensions
{
    /// <summary>Gathers the items of an answer.</summary>
    /// <returns>Its end.</returns>
    public static async Task<ControlReply> CollectAsync<T>(this IAsyncEnumerable<ControlReply> answer, Func<ControlReply, T?> part, List<T> items)
        where T : class
    {
        ControlReply last = new();
        await foreach (ControlReply reply in answer.ConfigureAwait(false))
        {
            last = reply;
            if (part(reply) is { } item)
            {
                items.Add(item);
            }
        }

        return last;
    }
}

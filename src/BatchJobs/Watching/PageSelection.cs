namespace BatchJobs.Watching;

/// <summary>The first page of what is listed.</summary>
internal static class PageSelection
{
    /// <summary>Takes as many as a page has, and looks whether there are more.</summary>
    public static (List<T> Items, bool HasMore) TakePage<T>(this IEnumerable<T> all, int limit)
    {
        List<T> page = [.. all.Take(int.CreateSaturating(limit + 1L))];
        bool more = page.Count > limit;
        if (more)
        {
            page.RemoveAt(limit);
        }

        return (page, more);
    }
}

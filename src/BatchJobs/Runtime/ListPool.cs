namespace BatchJobs.Runtime;

/// <summary>Lists of objects that rest serve those that work: a resting Job keeps none.</summary>
/// <typeparam name="T">What the lists hold.</typeparam>
internal static class ListPool<T>
{
    private const int MostLists = 8;
    private const int MostRoom = 256;

    [ThreadStatic]
    private static Stack<List<T>>? lists;

    public static List<T> Rent() => lists?.TryPop(out List<T>? list) == true ? list : [];

    public static void Return(List<T>? list)
    {
        if (list is null || list.Capacity > MostRoom)
        {
            return;
        }

        lists ??= new Stack<List<T>>();
        if (lists.Count < MostLists)
        {
            list.Clear();
            lists.Push(list);
        }
    }
}

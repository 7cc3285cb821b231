namespace BatchJobs.Primitives;

/// <summary>Finds the word that somebody probably meant to write.</summary>
internal static class NearestWord
{
    /// <summary>Longer words than any that is known are not worth comparing.</summary>
    private const int LongestWord = 64;

    /// <param name="word">What was written.</param>
    /// <param name="known">What could have been meant, the likelier first.</param>
    /// <returns>The word that differs in case alone or else by the fewest letters; null when none is close.</returns>
    public static string? Of(string word, IEnumerable<string> known)
    {
        if (word.Length is < 3 or > LongestWord)
        {
            return known.FirstOrDefault(candidate => candidate.Equals(word, StringComparison.OrdinalIgnoreCase));
        }

        string? nearest = null;
        int best = Math.Min(3, word.Length / 3) + 1;
        foreach (string candidate in known)
        {
            int distance = Distance(word.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (distance < best && 2 * distance < candidate.Length)
            {
                (best, nearest) = (distance, candidate);
            }
        }

        return nearest;
    }

    /// <summary>How many letters to add, remove, change or swap with their neighbour.</summary>
    private static int Distance(string left, string right)
    {
        int[,] steps = new int[left.Length + 1, right.Length + 1];
        for (int row = 0; row <= left.Length; row++)
        {
            for (int column = 0; column <= right.Length; column++)
            {
                steps[row, column] = row == 0 || column == 0 ? row + column : Step(steps, left, right, row, column);
            }
        }

        return steps[left.Length, right.Length];
    }

    private static int Step(int[,] steps, string left, string right, int row, int column)
    {
        int change = left[row - 1] == right[column - 1] ? 0 : 1;
        int fewest = Math.Min(Math.Min(steps[row - 1, column], steps[row, column - 1]) + 1, steps[row - 1, column - 1] + change);
        bool swapped = row > 1 && column > 1 && left[row - 1] == right[column - 2] && left[row - 2] == right[column - 1];
        return swapped ? Math.Min(fewest, steps[row - 2, column - 2] + 1) : fewest;
    }
}

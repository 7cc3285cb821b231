namespace BatchJobs.TestPrograms;

/// <summary>Ways to need memory.</summary>
internal static class Memory
{
    /// <summary>Takes memory bit by bit and touches all of it.</summary>
    internal static int Allocate(int megabytes)
    {
        var blocks = new List<byte[]>();
        try
        {
            for (var i = 0; i < megabytes; i++)
            {
                var block = new byte[1 << 20];
                for (var at = 0; at < block.Length; at += 4096) block[at] = 1;
                blocks.Add(block);
            }
        }
        catch (OutOfMemoryException)
        {
            return 12;
        }

        return blocks.Count == megabytes ? 0 : 1;
    }
}

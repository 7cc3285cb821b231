namespace BatchJobs.InProcess.Short;

/// <summary>What follows from the end of a body.</summary>
internal enum Succession
{
    /// <summary>It is settled and reported like any other.</summary>
    Ordinary,

    /// <summary>It is told, and the next pod runs.</summary>
    Next,

    /// <summary>It is told; the engine has to say how it goes on.</summary>
    Due,
}

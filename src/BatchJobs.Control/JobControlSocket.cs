namespace BatchJobs.Control;

/// <summary>Where engines listen by convention.</summary>
public static class JobControlSocket
{
    /// <summary>The socket of the engine that has a store open: beside the file, <c>FILE.sock</c>.</summary>
    /// <param name="storeFile">The file of the store.</param>
    /// <returns>The path of the socket.</returns>
    public static string BesideStore(string storeFile)
    {
        ArgumentException.ThrowIfNullOrEmpty(storeFile);
        return Path.GetFullPath(storeFile) + ".sock";
    }
}

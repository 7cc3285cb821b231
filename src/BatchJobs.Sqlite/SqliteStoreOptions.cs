namespace BatchJobs.Sqlite;

/// <summary>What a change has to survive before it is called safe.</summary>
public enum SqliteDurability
{
    /// <summary>A power cut: every batch is synced to the disk.</summary>
    PowerLoss,

    /// <summary>The end of the process, however sudden; a power cut can take back the last changes, but leaves no half of one.</summary>
    ProcessCrash,
}

/// <summary>How much of a file is checked before it is used.</summary>
public enum SqliteIntegrityCheck
{
    /// <summary>Every page, as <c>PRAGMA quick_check</c> does.</summary>
    Quick,

    /// <summary>Every page and every index entry, as <c>PRAGMA integrity_check</c> does; several times as long.</summary>
    Full,

    /// <summary>Nothing but its head.</summary>
    None,
}

/// <summary>Settings of a <see cref="SqliteJobStore"/>.</summary>
public sealed record SqliteStoreOptions
{
    /// <summary>What a change has to survive before it is called safe.</summary>
    /// <value><see cref="SqliteDurability.PowerLoss"/>.</value>
    public SqliteDurability Durability { get; init; }

    /// <summary>How much of the file is checked at the start.</summary>
    /// <value><see cref="SqliteIntegrityCheck.Quick"/>.</value>
    public SqliteIntegrityCheck IntegrityCheck { get; init; }

    /// <summary>How large the file may become, in bytes; beyond it nothing is saved, and so nothing done, until something has been removed. Null for no limit.</summary>
    public long? MaxFileSize { get; init; }

    /// <summary>How long to wait for another program that has locked the file.</summary>
    /// <value>5 s.</value>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>After how many pages of new changes they are moved into the main file; SQLite takes 1000.</summary>
    internal int? CheckpointPages { get; init; }

    internal SqliteStoreOptions Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(LockTimeout, TimeSpan.Zero);
        if (MaxFileSize is { } size)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(size, 1, nameof(MaxFileSize));
        }

        return this;
    }
}

namespace BatchJobs.Storage;

/// <summary>What is appended to an object as it goes on.</summary>
public enum StoredRecordKind
{
    /// <summary>Decisions and events.</summary>
    Journal = 1,

    /// <summary>Pods that ended: how, when, why, and the end of their output.</summary>
    Attempts = 2,

    /// <summary>What pods have worked out.</summary>
    Results = 3,
}

/// <summary>Something appended to an object.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Sequence">Its number; larger than that of any earlier record of its kind and object.</param>
/// <param name="Data">The record, in a form of the library's own; one can hold many entries.</param>
public readonly record struct StoredRecord(StoredRecordKind Kind, long Sequence, ReadOnlyMemory<byte> Data);

/// <summary>Records that are no longer wanted.</summary>
/// <param name="Kind">Which kind.</param>
/// <param name="Before">The first number that is still wanted.</param>
public readonly record struct StoredRecordBound(StoredRecordKind Kind, long Before);

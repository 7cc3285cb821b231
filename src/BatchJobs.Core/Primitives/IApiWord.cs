namespace BatchJobs.Primitives;

/// <summary>A closed set of API words that can also hold a word the API does not know, so that validation can name it.</summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface IApiWord<TSelf>
    where TSelf : struct, IApiWord<TSelf>
{
    /// <summary>The word as it stands in a manifest.</summary>
    string Value { get; }

    /// <summary>Wraps any word, known or not.</summary>
    /// <param name="value">The word as it stands in a manifest.</param>
    static abstract TSelf FromValue(string value);
}

namespace BatchJobs.Testing;

/// <summary>A Job did not go as a test expected; the message tells how it went.</summary>
/// <param name="message">What was expected, and how it went.</param>
/// <param name="innerException">What went wrong underneath.</param>
public sealed class JobAssertionException(string message, Exception? innerException = null) : Exception(message, innerException);

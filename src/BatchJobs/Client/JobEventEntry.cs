namespace BatchJobs.Client;

/// <summary>An event of a Job in Kubernetes' words.</summary>
/// <param name="Type"><c>Normal</c> or <c>Warning</c>.</param>
/// <param name="Reason">What happened, in one word, such as <c>SuccessfulCreate</c>.</param>
/// <param name="Message">What happened, in a sentence.</param>
/// <param name="FirstTime">When it first happened.</param>
/// <param name="LastTime">When it last happened.</param>
/// <param name="Count">How often it happened.</param>
public sealed record JobEventEntry(string Type, string Reason, string Message, DateTimeOffset FirstTime, DateTimeOffset LastTime, long Count);

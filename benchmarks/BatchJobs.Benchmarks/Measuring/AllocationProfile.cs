using System.Diagnostics.Tracing;

namespace BatchJobs.Benchmarks.Measuring;

/// <summary>Which types the bytes go to: the runtime tells the type of the object that fills each hundredth kilobyte.</summary>
internal sealed class AllocationProfile : EventListener
{
    private const EventKeywords Gc = (EventKeywords)1;

    private readonly Dictionary<string, long> bytes = [];

    /// <summary>Whether what is allocated now belongs to what is measured.</summary>
    public static bool Counts { get; set; }

    public string Describe(int lines)
    {
        lock (bytes)
        {
            long all = bytes.Values.Sum();
            return string.Join('\n', bytes.OrderByDescending(pair => pair.Value).Take(lines).Select(pair => $"{100.0 * pair.Value / all,5:0.0} % {pair.Key}"));
        }
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "Microsoft-Windows-DotNETRuntime")
        {
            EnableEvents(eventSource, EventLevel.Verbose, Gc);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (!Counts || eventData.EventName?.StartsWith("GCAllocationTick", StringComparison.Ordinal) != true)
        {
            return;
        }

        int type = eventData.PayloadNames!.IndexOf("TypeName");
        int amount = eventData.PayloadNames.IndexOf("AllocationAmount64");
        lock (bytes)
        {
            string name = (string)eventData.Payload![type]!;
            bytes[name] = bytes.GetValueOrDefault(name) + Convert.ToInt64(eventData.Payload[amount], System.Globalization.CultureInfo.InvariantCulture);
        }
    }
}

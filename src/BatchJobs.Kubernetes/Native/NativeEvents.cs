using BatchJobs.Client;
using BatchJobs.Kubernetes.Requests;
using BatchJobs.Primitives;
using k8s.Models;

namespace BatchJobs.Kubernetes.Native;

/// <summary>What the cluster says about an object.</summary>
internal static class NativeEvents
{
    /// <returns>The events, oldest first.</returns>
    public static async Task<IReadOnlyList<JobEventEntry>> ListAsync(ApiServer server, JobKey key, string? uid, CancellationToken cancellationToken)
    {
        ApiRequest list = ApiRequest.Get($"api/v1/namespaces/{key.Namespace}/events?fieldSelector={Uri.EscapeDataString($"involvedObject.uid={uid}")}");
        Corev1EventList events = await server.SendAsync<Corev1EventList>(list, cancellationToken).ConfigureAwait(false);
        return [.. events.Items.Select(Entry).OrderBy(entry => entry.LastTime).ThenBy(entry => entry.FirstTime)];
    }

    private static JobEventEntry Entry(Corev1Event item)
    {
        DateTimeOffset first = Time(item.FirstTimestamp ?? item.EventTime ?? item.Metadata.CreationTimestamp);
        return new JobEventEntry(
            item.Type ?? "Normal",
            item.Reason ?? "",
            item.Message ?? "",
            first,
            item.LastTimestamp is { } last ? Time(last) : first,
            item.Count ?? item.Series?.Count ?? 1);
    }

    private static DateTimeOffset Time(DateTime? time) => new(DateTime.SpecifyKind(time ?? default, DateTimeKind.Utc));
}

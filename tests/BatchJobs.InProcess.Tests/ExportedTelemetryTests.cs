using System.Diagnostics;
using BatchJobs.Building;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace BatchJobs.InProcess.Tests;

/// <summary>What an application sees that exports the telemetry of an engine with OpenTelemetry, by the names alone.</summary>
/// <remarks>Alone, since source and meter are those of all engines of the process.</remarks>
[Collection(nameof(Alone))]
public class ExportedTelemetryTests
{
    [Fact]
    public async Task Spans_of_a_Job_and_its_pods_are_exported()
    {
        List<Activity> spans = [];
        using (TracerProvider provider = Sdk.CreateTracerProviderBuilder().AddSource("BatchJobs").SetSampler(new AlwaysOnSampler()).AddInMemoryExporter(spans).Build())
        {
            await RunAsync();
        }

        Activity job = Assert.Single(spans, span => span.DisplayName == "batchjobs.job");
        Activity[] pods = [.. spans.Where(span => span.DisplayName == "batchjobs.pod").OrderBy(span => (int)span.GetTagItem("batchjobs.pod.index")!)];
        Assert.Equal(3, spans.Count);
        Assert.All(spans, span => Assert.Equal(("BatchJobs", job.TraceId, "exported"), (span.Source.Name, span.TraceId, span.GetTagItem("batchjobs.job.name"))));
        Assert.All(spans, span => Assert.Matches(@"^\d+\.\d+\.\d+$", span.Source.Version));
        Assert.Equal((ActivityStatusCode.Error, "FailedIndexes"), (job.Status, job.GetTagItem("batchjobs.job.reason")));
        Assert.Equal([(ActivityStatusCode.Ok, "succeeded"), (ActivityStatusCode.Error, "failed")], pods.Select(pod => (pod.Status, (string)pod.GetTagItem("batchjobs.pod.outcome")!)));
        Assert.All(pods, pod => Assert.Equal((job.SpanId, ActivityKind.Consumer), (pod.ParentSpanId, pod.Kind)));
    }

    [Fact]
    public async Task Metrics_of_a_Job_and_its_pods_are_exported()
    {
        List<MetricSnapshot> metrics = [];
        using (MeterProvider provider = Sdk.CreateMeterProviderBuilder().AddMeter("BatchJobs").AddInMemoryExporter(metrics).Build())
        {
            await RunAsync();
            Assert.True(provider.ForceFlush());
        }

        Assert.Equal(["completion_mode=Indexed reason=FailedIndexes result=failed: 1"], Sums("batchjobs.jobs.finished"));
        Assert.Equal(["completion_mode=Indexed result=failed: 1", "completion_mode=Indexed result=succeeded: 1"], Sums("batchjobs.job.pods.finished"));
        MetricSnapshot duration = Metric("batchjobs.job.duration");
        Assert.Equal(("s", MetricType.Histogram, 1), (duration.Unit, duration.MetricType, Assert.Single(duration.MetricPoints).GetHistogramCount()));
        Assert.All(metrics, metric => Assert.Equal(("BatchJobs", true, true), (metric.MeterName, metric.Name.StartsWith("batchjobs.", StringComparison.Ordinal), metric.Description.Length > 0)));

        MetricSnapshot Metric(string name) => metrics.Last(metric => metric.Name == name);

        IEnumerable<string> Sums(string name) => Metric(name).MetricPoints.Select(point => $"{Tags(point)}: {point.GetSumLong()}").Order(StringComparer.Ordinal);
    }

    private static async Task RunAsync()
    {
        await using var engine = new JobEngine(new InProcessPodExecutor());
        await engine.RunAsync(JobBuilder.Indexed("exported", completions: 2).BackoffLimitPerIndex(0), pod => Task.FromResult(pod.Index));
    }

    private static string Tags(MetricPoint point)
    {
        List<string> tags = [];
        foreach (KeyValuePair<string, object?> tag in point.Tags)
        {
            tags.Add($"{tag.Key}={tag.Value}");
        }

        tags.Sort(StringComparer.Ordinal);
        return string.Join(' ', tags);
    }
}

using System.Globalization;
using BatchJobs.InProcess;

namespace NightlyReport;

/// <summary>What a pod does: sums the sales of the region its index stands for.</summary>
internal sealed class RegionReport(SalesFile sales) : IPodHandler
{
    public async ValueTask<int> RunAsync(PodContext pod)
    {
        string region = SalesFile.Regions[pod.Index];
        decimal total = 0;
        int count = 0;
        await foreach (decimal amount in sales.ReadAsync(region, pod.CancellationToken))
        {
            total += amount;
            count++;
        }

        pod.TerminationMessage = string.Create(CultureInfo.InvariantCulture, $"{region}: {count} sales, {total:F2}");
        return 0;
    }
}

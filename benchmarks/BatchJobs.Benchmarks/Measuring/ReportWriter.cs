using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace BatchJobs.Benchmarks.Measuring;

/// <summary>Tells the standings as a Markdown page.</summary>
internal static class ReportWriter
{
    public static string Write(IReadOnlyList<Standing> standings, ComparisonOptions options)
    {
        var page = new StringBuilder();
        page.AppendLine("# Measured").AppendLine();
        page.AppendLine(CultureInfo.InvariantCulture, $"{RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} processors, {RuntimeInformation.OSArchitecture}; medians of {options.Rounds} rounds, contenders in turns.").AppendLine();
        Verdicts(page, standings);
        foreach (Standing standing in standings)
        {
            Table(page, standing);
        }

        return page.ToString();
    }

    private static void Verdicts(StringBuilder page, IReadOnlyList<Standing> standings)
    {
        page.AppendLine("| workload | target | must | aim | measured | verdict |").AppendLine("|---|---|--:|--:|--:|---|");
        foreach (Standing standing in standings)
        {
            foreach (Target target in standing.Workload.Targets)
            {
                double measured = target.Measured(standing);
                page.AppendLine(CultureInfo.InvariantCulture, $"| {standing.Workload.Id} | {target.Text} | {target.Bound(target.Must)} | {target.Bound(target.Aim)} | {measured:#,0.##} | {target.Judge(measured)} |");
            }
        }

        page.AppendLine();
    }

    private static void Table(StringBuilder page, Standing standing)
    {
        bool tails = !double.IsNaN(standing.Ours.Tail);
        page.AppendLine(CultureInfo.InvariantCulture, $"## {standing.Workload.Id}: {standing.Workload.Title}").AppendLine();
        page.AppendLine(CultureInfo.InvariantCulture, $"| contender | {standing.Workload.Unit} |{(tails ? " p99 |" : "")} range | ns of cpu | B allocated | ours is | set up |").AppendLine($"|---|--:|{(tails ? "--:|" : "")}--:|--:|--:|---|---|");
        foreach (string name in standing.Names)
        {
            Sample sample = standing[name];
            (double least, double most) = standing.Range(name);
            string tail = tails ? string.Create(CultureInfo.InvariantCulture, $" {sample.Tail:#,0} |") : "";
            page.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {sample.Cost:#,0.#} |{tail} {least:#,0.#}-{most:#,0.#} | {sample.Cpu:#,0.#} | {sample.Allocated:#,0.#} | {Ratio(standing.Ours.Cost, sample.Cost)} | {standing.Setups.GetValueOrDefault(name)} |");
        }

        page.AppendLine();
    }

    private static string Ratio(double ours, double other) => ours == other ? "" : ours < other
        ? string.Create(CultureInfo.InvariantCulture, $"{other / ours:0.#} x cheaper")
        : string.Create(CultureInfo.InvariantCulture, $"{ours / other:0.##} x as dear");
}
